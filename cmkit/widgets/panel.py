"""What the widgets share: controls above, a picture with its words, the same in code below."""

import html
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import ipywidgets

from cmkit.errors import CmkitError
from cmkit.plots import Picture

__all__ = ["View", "control", "panel"]


class View(NamedTuple):
    """What a panel shows for one setting of its controls.

    Examples
    --------
    >>> View(Picture("<img>"), "1 + 1", "two").code
    '1 + 1'
    """

    picture: Picture
    code: str
    summary: str


def panel(
    controls: Sequence[ipywidgets.Widget], view: Callable[[], View], *, title: str
) -> ipywidgets.VBox:
    """Put controls over what they show, and show it anew whenever one of them changes.

    Parameters
    ----------
    controls : sequence of widgets
        Each with a ``value``.
    view : callable
        Reads the controls and returns a `View`. A `CmkitError` is shown as its message.
    title : str
        What the panel is for; read out by screen readers.

    Returns
    -------
    ipywidgets.VBox
        Its last child holds the picture, the summary and the code, as HTML.

    Examples
    --------
    >>> box = panel(
    ...     [], lambda: View(Picture("<img alt='two'>"), "1 + 1", "It is two."), title="Add"
    ... )
    >>> "1 + 1" in box.children[-1].value
    True
    """
    shown = ipywidgets.HTML()

    def refresh(_change: Any = None) -> None:
        try:
            shown.value = _markup(view())
        except CmkitError as error:
            shown.value = f'<pre role="alert">{html.escape(str(error))}</pre>'

    for widget in controls:
        widget.observe(refresh, names="value")
    refresh()
    heading = ipywidgets.HTML(f"<strong>{html.escape(title)}</strong>")
    row = ipywidgets.HBox(list(controls), layout={"flex_flow": "row wrap"})
    return ipywidgets.VBox([heading, row, shown])


def control(kind: str, **options: Any) -> ipywidgets.Widget:
    """Make one control with room for its label; it fires when the hand lets go, not before.

    Examples
    --------
    >>> control("IntSlider", description="authors", value=3, min=1, max=9).value
    3
    """
    options.setdefault("style", {"description_width": "initial"})
    options.setdefault("layout", {"width": "auto", "min_width": "15em"})
    if kind.endswith("Slider"):
        options.setdefault("continuous_update", False)
    return getattr(ipywidgets, kind)(**options)


def _markup(view: View) -> str:
    return (
        f"{view.picture.markup}"
        f"<p aria-live='polite'>{html.escape(view.summary)}</p>"
        f"<p>The same in code:</p><pre>{html.escape(view.code)}</pre>"
    )

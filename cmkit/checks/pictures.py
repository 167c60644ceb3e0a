"""Check of a picture: what stands on it, not how it looks."""

from typing import Any, Literal, get_args

from cmkit.checks.values import answered
from cmkit.checks.wording import shown, wrong
from cmkit.errors import fail

__all__ = ["picture"]

Artists = Literal["lines", "bars", "points", "image"]
Label = Literal["title", "xlabel", "ylabel", "legend"]

_NAMES: dict[Label, str] = {
    "title": "title",
    "xlabel": "label on its horizontal axis",
    "ylabel": "label on its vertical axis",
    "legend": "legend",
}


def picture(
    ax: Any,
    *,
    labels: tuple[Label, ...] = ("xlabel", "ylabel"),
    kind: Artists | None = None,
    hint: str | None = None,
) -> None:
    """Check that a picture has its labels and is of the kind asked for.

    Parameters
    ----------
    ax : matplotlib Axes
        The student's picture.
    labels : tuple of {"title", "xlabel", "ylabel", "legend"}
        Which must be there, and not be blank.
    kind : {"lines", "bars", "points", "image"}, optional
        What must be drawn on it. Without it, anything.
    hint : str, optional
        What to say when it does not hold.

    Raises
    ------
    WrongAnswer
        Not the Axes of a picture, nothing drawn, a label missing, another kind.
    CmkitError
        An unknown label or kind.

    Notes
    -----
    It does not look at the values; check the table that is drawn, with `table`.

    Examples
    --------
    >>> picture("picture.png")
    Traceback (most recent call last):
    cmkit.errors.WrongAnswer: The Axes of a picture are wanted: what plt.subplots() or a plot ...
      Found: 'picture.png'
    """
    answered(ax, hint=hint)
    if unknown := [label for label in labels if label not in _NAMES]:
        raise fail("unknown label.", found=unknown[0], fix=f"use some of {list(_NAMES)}")
    if kind is not None and kind not in get_args(Artists):
        raise fail("unknown kind of picture.", found=kind, fix=f"use one of {get_args(Artists)}")
    if not all(hasattr(ax, name) for name in ("get_xlabel", "get_children", "patches", "lines")):
        raise wrong("not_axes", found=shown(ax), hint=hint)
    drawn = _drawn(ax)
    if not any(drawn.values()):
        raise wrong("picture_empty", hint=hint)
    if kind is not None and not drawn[kind]:
        raise wrong("picture_kind", hint=hint, kind=kind)
    for label in labels:
        if not _has_label(ax, label):
            raise wrong("picture_label", hint=hint, label=_NAMES[label])


def _drawn(ax: Any) -> dict[Artists, bool]:
    """Say which kinds of artists are there; read from their class names, without matplotlib."""
    patches = {type(artist).__name__ for artist in ax.patches}
    collections = {type(artist).__name__ for artist in ax.collections}
    lines = list(ax.lines)
    return {
        "lines": any(line.get_linestyle() not in {"None", "", " "} for line in lines)
        or "LineCollection" in collections,
        "bars": bool(patches),
        "points": "PathCollection" in collections
        or any(str(line.get_marker()) not in {"None", "", " "} for line in lines),
        "image": bool(ax.images) or "QuadMesh" in collections,
    }


def _has_label(ax: Any, label: Label) -> bool:
    if label == "legend":
        return ax.get_legend() is not None
    return bool(str(getattr(ax, f"get_{label}")()).strip())

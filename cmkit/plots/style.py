"""What all pictures share: colours that colour-blind eyes can tell apart, text alternatives."""

import base64
import html
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import seaborn as sns

from cmkit.errors import fail

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["COLOURS", "Picture", "alt_text", "axes", "describe", "save", "show", "svg"]

#: Seaborn's colour-blind palette by role; shapes and labels carry the meaning too.
COLOURS = {
    "main": sns.color_palette("colorblind").as_hex()[0],
    "negative": sns.color_palette("colorblind").as_hex()[3],
    "positive": sns.color_palette("colorblind").as_hex()[2],
    "alarm": sns.color_palette("colorblind").as_hex()[1],
    "quiet": "#767676",  # the lightest grey that still reads on white (4.5:1)
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready for a notebook or a page, with its text alternative.

    Examples
    --------
    >>> Picture("<img alt='a line'>")._repr_html_()
    "<img alt='a line'>"
    """

    markup: str

    def _repr_html_(self) -> str:
        return self.markup


def alt_text(ax: "Axes") -> str:
    """Return the text alternative of a picture: what it shows, in words and figures.

    Parameters
    ----------
    ax : matplotlib Axes
        As a function of `cmkit.plots` returned it.

    Returns
    -------
    str
        Two or three sentences, for a screen reader or a caption.

    Raises
    ------
    CmkitError
        The picture was not drawn by cmkit, so nothing is known of it.

    Examples
    --------
    >>> ax = describe(plt.figure().subplots(), "Posts an hour: 3 at most.")
    >>> alt_text(ax)
    'Posts an hour: 3 at most.'
    >>> plt.close("all")
    """
    text = str(ax.get_label())
    if not text:
        raise fail(
            "this picture has no text alternative.",
            found="an Axes that cmkit did not draw",
            fix="say what it shows: ax.set_label('Posts an hour, from ...')",
        )
    return text


def show(ax: "Axes") -> "Picture":
    """Show a picture in a notebook, as SVG with its text alternative.

    Parameters
    ----------
    ax : matplotlib Axes
        As a function of `cmkit.plots` returned it.

    Returns
    -------
    Picture
        The last value of a cell is shown. The figure is closed, so it is shown once.

    Raises
    ------
    CmkitError
        The picture has no text alternative.

    Examples
    --------
    >>> ax = describe(plt.figure().subplots(), "Nothing yet.")
    >>> 'role="img"' in show(ax)._repr_html_()
    True
    """
    figure = ax.figure.get_figure(root=True)
    words = html.escape(alt_text(ax), quote=True)
    picture = base64.b64encode(svg(ax).encode("utf-8")).decode("ascii")
    plt.close(figure)
    # an <img> keeps the SVG's own identifiers apart from those of the other pictures on the page
    return Picture(
        f'<img role="img" alt="{words}" style="max-width:100%;background:white" '
        f'src="data:image/svg+xml;base64,{picture}">'
    )


def save(ax: "Axes", path: str | Path) -> Path:
    """Write a picture to a file; the ending chooses the format (png, svg, pdf).

    Parameters
    ----------
    ax : matplotlib Axes
        As a function of `cmkit.plots` returned it.
    path : str or Path
        Where to write. Its folder must exist.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    CmkitError
        The folder does not exist; the format is not known.

    Examples
    --------
    >>> ax = describe(plt.figure().subplots(), "Nothing yet.")
    >>> save(ax, "/nowhere/picture.png")
    Traceback (most recent call last):
    cmkit.errors.CmkitError: the folder for the picture does not exist.
    ...
    >>> plt.close("all")
    """
    path = Path(path)
    figure = ax.figure.get_figure(root=True)
    known = sorted(figure.canvas.get_supported_filetypes()) if figure else []
    if not path.parent.is_dir():
        raise fail(
            "the folder for the picture does not exist.",
            found=str(path.parent),
            fix="make it first: Path(...).mkdir(parents=True)",
        )
    if path.suffix.lstrip(".").lower() not in known or figure is None:
        raise fail("unknown picture format.", found=path.name, fix=f"end it in one of {known}")
    metadata = {"Date": None} if path.suffix == ".svg" else None
    with plt.rc_context({"svg.hashsalt": "cmkit"}):
        figure.savefig(path, dpi=160, bbox_inches="tight", metadata=metadata)
    return path


def axes(ax: "Axes | None", *, width: float = 8.0, height: float = 4.5) -> "Axes":
    """Return the Axes to draw on: the one given, or a new one of a size in inches.

    Examples
    --------
    >>> axes(None).figure.get_size_inches().tolist()
    [8.0, 4.5]
    >>> plt.close("all")
    """
    if ax is not None:
        return ax
    figure = plt.figure(figsize=(width, height), layout="constrained")
    return figure.subplots()


def describe(ax: "Axes", words: str) -> "Axes":
    """Give a picture its text alternative and the look of the house; return it.

    Examples
    --------
    >>> describe(plt.figure().subplots(), "Nothing yet.").get_label()
    'Nothing yet.'
    >>> plt.close("all")
    """
    ax.set_label(words)
    sns.despine(ax=ax)
    return ax


def svg(ax: "Axes") -> str:
    """Return the picture's whole figure as SVG, the same bytes for the same picture.

    Examples
    --------
    >>> svg(describe(plt.figure().subplots(), "Nothing yet.")).count("</svg>")
    1
    >>> plt.close("all")
    """
    figure = ax.figure.get_figure(root=True)
    if figure is None:
        raise fail("this picture was closed.", fix="draw it again")
    written = io.StringIO()
    with plt.rc_context({"svg.hashsalt": "cmkit", "svg.fonttype": "path"}):
        figure.savefig(written, format="svg", bbox_inches="tight", metadata={"Date": None})
    return written.getvalue()

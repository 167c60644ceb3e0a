"""One self-contained HTML page from tables, pictures and words: nothing is fetched, ever."""

import html
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from cmkit import plots
from cmkit.errors import fail

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Section", "write"]


class Section(NamedTuple):
    """A part of a report: a heading, and what stands under it, in order.

    Parameters
    ----------
    heading : str
        What the part says, in a few words.
    content : tuple of str, DataFrame or Axes
        A text is a paragraph; a table is shown with its columns; a picture with its words.

    Examples
    --------
    >>> Section("Who matters", ("Three people.",)).heading
    'Who matters'
    """

    heading: str
    content: "tuple[str | pd.DataFrame | Axes, ...]"


def write(path: str | Path, *, title: str, sections: list[Section], lang: str = "en") -> Path:
    """Write a report that opens in any browser, prints, and asks the network for nothing.

    Parameters
    ----------
    path : str or Path
        The HTML file to write. Its folder must exist.
    title : str
        The page's title and first heading.
    sections : list of Section
        The parts, in order. Pictures are closed once they are written.
    lang : str
        Language of the page, for screen readers: ``"en"`` or ``"fr"``.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    CmkitError
        The folder does not exist; a section holds something that cannot be shown; a picture has
        no text alternative.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> page = write(folder / "r.html", title="May", sections=[Section("Calm", ("No alarm.",))])
    >>> "<p>No alarm.</p>" in page.read_text(encoding="utf-8")
    True
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise fail(
            "the folder for the report does not exist.",
            found=str(path.parent),
            fix="make it first: Path(...).mkdir(parents=True)",
        )
    body = "\n".join(_section(section) for section in sections)
    page = _PAGE.format(
        lang=html.escape(lang, quote=True), title=html.escape(title), style=_STYLE, body=body
    )
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def _section(section: Section) -> str:
    parts = "\n".join(_part(part) for part in section.content)
    return f"<section>\n<h2>{html.escape(section.heading)}</h2>\n{parts}\n</section>"


def _part(part: "str | pd.DataFrame | Axes") -> str:
    if isinstance(part, str):
        return f"<p>{html.escape(part)}</p>"
    if isinstance(part, pd.DataFrame):
        table = part.to_html(index=False, border=0, na_rep="–", float_format=_number)
        return f'<div class="table" tabindex="0" role="region" aria-label="table">{table}</div>'
    if hasattr(part, "get_label") and hasattr(part, "figure"):
        words = html.escape(plots.alt_text(part))
        return f"<figure>{plots.show(part).markup}<figcaption>{words}</figcaption></figure>"
    raise fail(  # a section is a plain tuple: anything may have slipped in
        "a report shows texts, tables and pictures.",
        found=f"a {type(part).__name__}",
        fix="turn it into a text with str(...), or into a DataFrame",
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 52rem; }
body { margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; } h2 { margin-top: 2.2rem; }
figure { margin: 1rem 0; } figure img { border-radius: 4px; padding: 4px; }
figcaption { font-size: .9rem; opacity: .85; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid #8886; text-align: left; }
@media print { body { max-width: none; margin: 0; } section { break-inside: avoid; } }
"""

# the policy makes the browser itself refuse any request
_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""

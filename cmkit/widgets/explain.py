"""Why this score? Write a sentence, and see what each word did to it."""

import html
from typing import Any

import ipywidgets
import pandas as pd

from cmkit import sentiment
from cmkit.plots import Picture
from cmkit.plots.style import COLOURS
from cmkit.widgets.panel import View, control, panel

__all__ = ["explain"]


def explain(text: str = "The sofa is not good, but delivery was GREAT!!") -> ipywidgets.VBox:
    """Explore how a sentence gets its score, in English or French.

    Parameters
    ----------
    text : str
        The sentence to begin with; it can be rewritten in the panel.

    Returns
    -------
    ipywidgets.VBox
        Without a screen, use ``sentiment.explain(text, lang="en")``.

    Examples
    --------
    >>> "sentiment.explain" in explain("Not bad").children[-1].value
    True
    """
    sentence = control("Text", description="sentence", value=text, continuous_update=False)
    sentence.layout.width = "40em"
    language = control("Dropdown", description="language", options=["en", "fr"], value="en")

    def view() -> View:
        told = sentiment.explain(sentence.value, lang=language.value)
        code = f"sentiment.explain({sentence.value!r}, lang={language.value!r})"
        score = told["running_score"].iloc[-1] if len(told) else 0.0
        summary = f"Score {score:+.2f}, on a scale from -1 (negative) to +1 (positive)."
        return View(Picture(_table(told)), code, summary)

    return panel([sentence, language], view, title="Why this score?")


def _table(told: pd.DataFrame) -> str:
    """Show tokens in a table: an arrow and a word say the effect, a coloured edge repeats it."""
    heads = ("token", "valence", "rule", "effect", "score so far")
    head = "".join(f"<th scope='col' style='text-align:left'>{name}</th>" for name in heads)
    rows = "".join(_row(row) for row in told.to_dict("records"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(row: dict[Any, Any]) -> str:
    up, down = row["contribution"] > 0, row["contribution"] < 0
    effect = "▲ up" if up else "▼ down" if down else ""
    colour = COLOURS["positive"] if up else COLOURS["negative"] if down else "transparent"
    edge = f"4px {'dashed' if down else 'solid'} {colour}"
    valence = "" if pd.isna(row["valence"]) else f"{row['valence']:+.1f}"
    cells = (row["token"], valence, row["rule"], effect, f"{row['running_score']:+.2f}")
    style = "text-align:left;padding-right:1em"
    shown = "".join(f"<td style='{style}'>{html.escape(str(cell))}</td>" for cell in cells)
    return f"<tr style='border-left:{edge}'>{shown}</tr>"

"""Put bare texts to an engine: one of cmkit's by its name, or any function."""

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from io import StringIO
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from cmkit import posts, sentiment
from cmkit.errors import fail

__all__ = ["Asked", "Lang", "answers", "check_lang", "data"]

Lang = Literal["en", "fr"]
#: The name of an engine, or a function from texts to labels, or to labels and scores.
Asked = str | Callable[[pd.Series], pd.DataFrame | pd.Series]


def answers(engine: Asked, texts: pd.Series, *, lang: Lang) -> pd.DataFrame:
    """Return ``label`` and ``score`` of each distinct text, the text being the index.

    Where the engine is a function that gives labels alone, every score is missing.

    Examples
    --------
    >>> answers(lambda texts: texts.str.len(), pd.Series(["aa", "b", "aa"]), lang="en")
        label  score
    aa      2    NaN
    b       1    NaN
    """
    asked = pd.Series(texts.unique(), dtype="str", name="text")
    said = _said(engine, asked) if callable(engine) else _tagged(engine, asked, lang)
    table = pd.DataFrame(
        {
            "label": said["label"].to_numpy(dtype=object),
            "score": pd.to_numeric(said["score"], errors="coerce").to_numpy(dtype=np.float64),
        },
        index=pd.Index(asked.to_numpy(dtype=object)),
    )
    return table.assign(label=table["label"].astype("str").fillna("unknown"))


def check_lang(lang: str) -> None:
    """Refuse a language that there are no cases in."""
    if lang not in get_args(Lang):
        raise fail(
            "there are no cases in this language.",
            found=repr(lang),
            fix=f"use one of {get_args(Lang)}, or cases of your own",
        )


@lru_cache(maxsize=8)
def data(name: str) -> pd.DataFrame:
    """Read one of the module's data files; copy before you write to it."""
    path = files("cmkit.evaluation").joinpath("data", f"{name}.csv")
    return pd.read_csv(
        StringIO(path.read_text(encoding="utf-8")), dtype="str", keep_default_na=False
    )


def _said(engine: Callable[[pd.Series], Any], texts: pd.Series) -> pd.DataFrame:
    """Return what a function says of the texts; its scores are missing where it gives none."""
    said = engine(texts.copy())
    table = said.to_frame("label") if isinstance(said, pd.Series) else said
    if not isinstance(table, pd.DataFrame) or len(table) != len(texts):
        many = f"{len(said)} answers to {len(texts)} texts, in " if hasattr(said, "__len__") else ""
        raise fail(
            "the engine must answer each text.",
            found=f"{many}a {type(said).__name__}",
            fix="return a Series of labels, or a table with the columns 'label' and 'score'",
        )
    if "label" not in table.columns:
        raise fail(
            "the engine's table has no column 'label'.",
            found=str(list(table.columns)),
            fix="return the columns 'label' and 'score'",
        )
    if table.index.is_unique and table.index.isin(texts.index).all():
        table = table.reindex(texts.index)  # it may have sorted them
    return table if "score" in table.columns else table.assign(score=np.nan)


def _tagged(engine: str, texts: pd.Series, lang: Lang) -> pd.DataFrame:
    # validate sorts by time, then post_id: numbers of one width keep the order of the texts.
    table = posts.validate(
        pd.DataFrame(
            {
                "post_id": [f"{number:09}" for number in range(len(texts))],
                "author_id": "a case",
                "created_at": pd.Timestamp("2000-01-01", tz="UTC"),
                "text": texts.to_numpy(),
            }
        )
    )
    chosen: Any = engine  # `tag` refuses a name that it does not know
    return sentiment.tag(table, engine=chosen, lang=lang)

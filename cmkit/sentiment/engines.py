"""Which engine reads which language."""

from typing import Literal, get_args

from cmkit.errors import fail
from cmkit.sentiment import english, french
from cmkit.sentiment.reading import Reading

__all__ = ["Engine", "Lang", "check_choices", "reading"]

Engine = Literal["rules", "vader"]
Lang = Literal["auto", "en", "fr"]

#: The languages that each engine reads.
LANGUAGES: dict[str, tuple[str, ...]] = {"rules": ("en", "fr"), "vader": ("en",)}


def reading(text: str, *, engine: str, lang: str, noted: bool = False) -> Reading:
    """Read one text with an engine that knows its language."""
    if lang == "fr":
        return french.read(text, noted=noted)
    return english.read(text, mended=engine == "rules", noted=noted)


def check_choices(engine: str, lang: str) -> None:
    """Refuse an engine or a language that there is not."""
    if engine not in get_args(Engine):
        raise fail(
            "unknown sentiment engine.", found=repr(engine), fix=f"use one of {get_args(Engine)}"
        )
    if lang not in get_args(Lang):
        raise fail(
            "sentiment cannot read this language.",
            found=repr(lang),
            fix=f"use one of {get_args(Lang)}; other languages are labelled 'unknown'",
        )
    if lang != "auto" and lang not in LANGUAGES[engine]:
        raise fail(
            f"engine {engine!r} does not read this language.",
            found=repr(lang),
            fix="use engine='rules', which reads English and French",
        )

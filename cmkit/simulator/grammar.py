"""A grammar that writes: sentences with slots, filled by the dice of one post.

A sentence holds ``{slot}`` (another list, or a value given by the post), ``{2-9}`` (a whole number
in that range), ``[m|f]`` (agrees with the product) and ``<m|f>`` (agrees with who speaks). Names of
product lines, towns and streets are put together from two halves, so that new ones keep coming, as
they do in real posts (Heaps' law). In long lists the first entries are drawn more often.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["Dice", "Grammar", "grammar"]

_WORDS = Path(__file__).parent / "words"
_TOKEN = re.compile(r"\{([^{}]+)\}|\[([^\[\]|]*)\|([^\[\]|]*)\]|<([^<>|]*)\|([^<>|]*)>")
_RANGE = re.compile(r"(\d+)-(\d+)$")
_SHORT = 12
_BITS = 20
_MASK = (1 << _BITS) - 1
_MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
        *("août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
}
_VOWELS = "aeiouéèêàâîôûh"

Dice = Iterator[int]
#: What a sentence is cut into: plain text, or (kind, first, second).
Part = str | tuple[str, str, str]


class Grammar:
    """The sentences of one language, cut once and filled often."""

    def __init__(self, lang: str) -> None:
        rules = tomllib.loads((_WORDS / f"{lang}.toml").read_text(encoding="utf-8"))
        self.lang = lang
        self.abbreviations: Mapping[str, str] = rules.pop("abbreviations")
        longest_first = sorted(self.abbreviations, key=len, reverse=True)
        either = "|".join(map(re.escape, longest_first))
        self.long_forms = re.compile(rf"(?<![@#\w])(?:{either})(?!\w)")
        products = rules.pop("products")
        self._invented = {
            name: (halves["starts"], halves["ends"], " " if name == "street" else "")
            for name, halves in rules.pop("invented").items()
        }
        self._products = [(noun, 0) for noun in products["m"]]
        self._products += [(noun, 1) for noun in products.get("f", [])]
        self._names = products["names"]
        self._months = _MONTHS[lang]
        self._slots = {name: _cut_all(texts) for name, texts in rules.pop("slots").items()}
        self._rules = {
            name: {topic: _cut_all(texts) for topic, texts in topics.items()}
            for name, topics in rules.items()
        }
        # What is said on a topic is mostly about it, where the intent knows topics.
        self._choices = {
            (name, topic): topics[topic] * (1 if topic == "any" else 3) + topics.get("any", [])
            for name, topics in self._rules.items()
            for topic in topics
        }

    def product(self, dice: Dice) -> dict[str, str]:
        """Draw a product and return its forms; "gender" is 0 or 1."""
        noun, gender = self._products[next(dice) % len(self._products)]
        die = next(dice)
        name = _early(self._names, next(dice)) if die % 100 < 22 else ""
        if die % 100 >= 82:
            name = self._open("model", dice)
        if self.lang == "fr":
            return _french_forms(f"{noun} {name}".strip(), gender)
        return _english_forms(f"{name} {noun}".strip())

    def sentence(self, rule: str, topic: str, given: Mapping[str, str], dice: Dice) -> str:
        """Write one sentence of a rule, on the topic where the rule has topics."""
        choices = self._choices.get((rule, topic)) or self._choices[(rule, "any")]
        return self._fill(choices[next(dice) % len(choices)], given, dice)

    def around(self, rule: str, tone: str, given: Mapping[str, str], dice: Dice) -> str:
        """Write an opener, an extra or an emoji of a tone."""
        choices = self._rules[rule][tone]
        return self._fill(choices[next(dice) % len(choices)], given, dice)

    def _fill(self, parts: list[Part], given: Mapping[str, str], dice: Dice) -> str:
        return "".join(
            part if isinstance(part, str) else self._value(part, given, dice) for part in parts
        )

    def _value(self, part: tuple[str, str, str], given: Mapping[str, str], dice: Dice) -> str:
        kind, first, second = part
        if kind == "product":
            return first if given["gender"] == "0" else second
        if kind == "speaker":
            return first if given["speaker"] == "0" else second
        if kind == "range":
            low, high = int(first), int(second)
            number = low + next(dice) % (high - low + 1)
            # Prices and sizes are round; 17 weeks are not.
            return str(number if high <= 60 or low >= 1_000 else number - number % 5)
        name = first.lower()
        value = given.get(name)
        if value is None and name in self._slots:
            value = self._fill(_early(self._slots[name], next(dice)), given, dice)
        elif value is None:
            value = self._open(name, dice)
        return value[:1].upper() + value[1:] if first[0].isupper() else value

    def _open(self, name: str, dice: Dice) -> str:
        """Write a value of an open class: a name put together, an order number, a time, a date."""
        if name in self._invented:
            starts, ends, joint = self._invented[name]
            return f"{_early(starts, next(dice))}{joint}{_early(ends, next(dice))}"
        die = next(dice)
        if name == "order":
            return f"{'LNMKB'[die % 5]}{10_000 + die // 5 % 90_000}"
        if name == "date":
            day = 1 + die % 28
            first = "1er" if self.lang == "fr" and day == 1 else str(day)
            return f"{first} {self._months[die // 28 % 12]}"
        hour, minute = 7 + die % 16, die // 16 % 12 * 5
        if self.lang == "fr":
            return f"{hour} h {minute:02d}" if minute else f"{hour} h"
        return f"{(hour - 1) % 12 + 1}:{minute:02d} {'am' if hour < 12 else 'pm'}"


@cache
def grammar(lang: str) -> Grammar:
    """Return the grammar of a language, read once."""
    return Grammar(lang)


def _early(choices: list[Any], die: int) -> Any:
    """Choose from a list; where it is long, the first entries come up more often."""
    size = len(choices)
    if size <= _SHORT:
        return choices[die % size]
    part = die & _MASK
    return choices[(part * part >> _BITS) * size >> _BITS]


def _cut_all(texts: list[str]) -> list[list[Part]]:
    return [list(_cut(text)) for text in texts]


def _cut(text: str) -> Iterator[Part]:
    done = 0
    for found in _TOKEN.finditer(text):
        if found.start() > done:
            yield text[done : found.start()]
        slot, masculine, feminine, he, she = found.groups()
        if masculine is not None:
            yield ("product", masculine, feminine)
        elif he is not None:
            yield ("speaker", he, she)
        elif numbers := _RANGE.match(slot):
            yield ("range", numbers[1], numbers[2])
        else:
            yield ("slot", slot, "")
        done = found.end()
    if done < len(text):
        yield text[done:]


def _english_forms(product: str) -> dict[str, Any]:
    article = "an" if product[0].lower() in "aeio" else "a"
    return {
        "gender": "0",
        "p": product,
        "a_p": f"{article} {product}",
        "the_p": f"the {product}",
        "my_p": f"my {product}",
    }


def _french_forms(product: str, gender: int) -> dict[str, Any]:
    elided = product[0].lower() in _VOWELS
    of_gender = ("le", "un", "mon", "ton", "ce", "du", "au")
    if gender:
        of_gender = ("la", "une", "ma", "ta", "cette", "de la", "à la")
    le, un, mon, ton, ce, du, au = of_gender
    forms = {
        "le_p": f"l'{product}" if elided else f"{le} {product}",
        "mon_p": f"{'mon' if elided else mon} {product}",
        "ton_p": f"{'ton' if elided else ton} {product}",
        "de_ton_p": f"de {'ton' if elided else ton} {product}",
        "ce_p": f"{'cet' if elided and not gender else ce} {product}",
        "du_p": f"de l'{product}" if elided else f"{du} {product}",
        "au_p": f"à l'{product}" if elided else f"{au} {product}",
        "de_p": f"d'{product}" if elided else f"de {product}",
    }
    return {"gender": str(gender), "p": product, "un_p": f"{un} {product}", **forms}

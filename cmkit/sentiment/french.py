"""French: valences from the tables, then the rules of the sentence around each of them."""

from cmkit.sentiment.french_units import Unit, units
from cmkit.sentiment.reading import Reading

__all__ = [
    "AFTER_CONTRAST",
    "AFTER_NAME",
    "AFTER_VERB",
    "BEFORE_CONTRAST",
    "CAPITALS",
    "DECAY",
    "LITOTES",
    "STRETCHED",
    "WITH_NE",
    "read",
]

CAPITALS = 0.7
STRETCHED = 0.3
DECAY = (1.0, 0.95, 0.9)
#: "pas mauvais" is less than good: a negated negative keeps a part of the turn.
LITOTES = 0.6
BEFORE_CONTRAST = 0.5
AFTER_CONTRAST = 1.5
#: Negations that follow the verb: "je n'aime pas", "ça marche jamais".
AFTER_VERB = frozenset(
    ["pas", "pa", "plus", "jamais", "rien", "guère", "guere", "point", "nullement", "aucunement"]
)
#: What a first name is followed by where it begins a sentence.
AFTER_NAME = frozenset(["m'", "t'", "nous", "vous", "a", "lui", "leur"])
WITH_NE = frozenset(["personne", "aucun", "aucune", "nul", "nulle"])


def read(text: str, *, noted: bool = False) -> Reading:
    """Read one French text.

    Each word of the tables brings its valence. It grows with capitals, stretching and boosters
    (*très, trop, grave*), shrinks with dampers (*un peu*), turns with a negation before it or,
    for a verb, after it (*je n'aime pas*, *j'aime pas*); what comes before *mais* counts half,
    what comes after it half as much again.

    Parameters
    ----------
    text : str
        One post.
    noted : bool
        Whether to say in words what happened to each token.

    Returns
    -------
    Reading

    Notes
    -----
    Irony, quotation and who is meant are beyond it: "bravo la livraison, trois semaines" is read
    as praise.

    Examples
    --------
    >>> read("J'adore ce canapé, très confortable !").score() > 0.7
    True
    >>> read("C’est pas terrible").score() < 0 < read("c'est pas mal").score()
    True
    """
    found = units(text)
    _settle(found)
    rules: list[list[str]] = [[] for _ in found]
    contributions = [
        _contribution(found, i, rules[i]) if unit.role == "value" else 0.0
        for i, unit in enumerate(found)
    ]
    _weigh_contrast(found, contributions, rules)
    exclamations, questions = text.count("!"), text.count("?")
    emphasis = min(exclamations, 4) * 0.292
    if questions > 1:
        emphasis += questions * 0.18 if questions <= 3 else 0.96
    reading = Reading(contributions=contributions, emphasis=emphasis)
    if noted:
        reading.tokens = [unit.shown for unit in found]
        reading.normalised = [unit.normalised for unit in found]
        reading.valences = [unit.valence for unit in found]
        reading.rules = rules
        reading.marks = "!" * exclamations + "?" * questions
    return reading


def _settle(found: list[Unit]) -> None:
    """Decide the words with two roles by what stands beside them, from right to left."""
    for i, unit in enumerate(found):
        if unit.is_name and _is_person(found, i):
            unit.role, unit.valence = "", None
    for i in range(len(found) - 1, -1, -1):
        unit = found[i]
        after = found[i + 1] if i + 1 < len(found) else None
        if unit.modifier is not None and unit.role == "value":
            # "super" praises, "super nul" does not; "bien trop cher" neither
            if after is not None and _can_be_boosted(after):
                unit.role, unit.valence, unit.strength = "booster", None, unit.modifier.valence
                if unit.modifier.kind == "damper":
                    unit.strength = -unit.strength
        elif _needs_ne(unit) and not _follows_ne(found, i):
            unit.role, unit.strength = "booster", 0.3
        repeated = i and unit.role == "value" and unit.normalised == found[i - 1].normalised
        if repeated and unit.entry is not None and unit.entry.part_of_speech == "emoji":
            unit.role, unit.valence = "", None
            found[i - 1].stretched = True


def _is_person(found: list[Unit], i: int) -> bool:
    """Say whether a word such as "Victoire" is a first name here, by its place."""
    inside = i > 0 and found[i - 1].role != "stop"
    return inside or (i + 1 < len(found) and found[i + 1].normalised in AFTER_NAME)


def _needs_ne(unit: Unit) -> bool:
    return unit.entry is not None and unit.entry.kind == "negation_with_ne"


def _can_be_boosted(unit: Unit) -> bool:
    if unit.role == "booster":
        return True
    return unit.role == "value" and unit.entry is not None and unit.entry.part_of_speech != "emoji"


def _follows_ne(found: list[Unit], i: int) -> bool:
    for unit in reversed(found[max(0, i - 5) : i]):
        if unit.role in ("stop", "contrast"):
            return False
        if unit.role == "ne":
            return True
    return False


def _contribution(found: list[Unit], i: int, notes: list[str]) -> float:
    unit = found[i]
    value = unit.valence or 0.0
    sign = 1 if value > 0 else -1
    kind = unit.entry.kind if unit.entry is not None else "plain"
    notes.append("lexicon" if kind == "plain" else kind)
    if unit.capitals and not all(other.capitals for other in found if other.normalised.isalpha()):
        notes.append("capitals")
        value += sign * CAPITALS
    if unit.stretched:
        notes.append("stretched")
        value += sign * STRETCHED
    if kind == "emoji":
        return value
    value += sign * _boosts(found, i, notes)
    strength = _negation_before(found, i, notes) or _negation_after(found, i, notes)
    if strength:
        value *= -strength if value > 0 else -strength * LITOTES
    return value


def _boosts(found: list[Unit], i: int, notes: list[str]) -> float:
    total = 0.0
    for back in (1, 2, 3):
        if i < back or found[i - back].role in ("stop", "contrast", "value"):
            break
        before = found[i - back]
        if before.role == "booster" and not _is_after(before):
            notes.append(f"{'more' if before.strength > 0 else 'less'} by '{before.normalised}'")
            total += before.strength * DECAY[back - 1]
    after = found[i + 1] if i + 1 < len(found) else None
    if (
        after is not None
        and after.role == "booster"
        and (_is_after(after) or _is_last(found, i) or _is_adverb_of(found, i))
    ):
        notes.append(f"more by '{after.normalised}'")
        total += after.strength
    return max(total, -0.9)


def _is_after(unit: Unit) -> bool:
    return unit.entry is not None and unit.entry.kind == "booster_after"


def _is_last(found: list[Unit], i: int) -> bool:
    """Say whether the word after ``i`` ends its clause: "c'est nul grave", "j'aime beaucoup"."""
    return i + 2 >= len(found) or found[i + 2].role in ("stop", "contrast")


def _is_adverb_of(found: list[Unit], i: int) -> bool:
    """Say whether the word after a verb belongs to it: "j'aime vraiment ce tapis"."""
    entry = found[i].entry
    if entry is None or entry.part_of_speech != "verb":
        return False
    return i + 2 >= len(found) or found[i + 2].role not in ("value", "booster")


def _negation_before(found: list[Unit], i: int, notes: list[str]) -> float:
    for back in range(1, 7):
        if i < back:
            break
        before = found[i - back]
        if before.role in ("stop", "contrast") or (before.role == "value" and back > 1):
            break
        if before.role == "negation":
            notes.append(f"negated by '{before.normalised}'")
            return before.strength
    return 0.0


def _negation_after(found: list[Unit], i: int, notes: list[str]) -> float:
    entry = found[i].entry
    if entry is None or entry.part_of_speech not in ("verb", "verb phrase"):
        return 0.0
    words = AFTER_VERB | WITH_NE if _follows_ne(found, i) else AFTER_VERB
    for after in found[i + 1 : i + 4]:
        if after.role in ("stop", "contrast", "value"):
            break
        if after.role == "negation" and after.normalised.split()[0] in words:
            notes.append(f"negated by '{after.normalised}'")
            return after.strength
    return 0.0


def _weigh_contrast(found: list[Unit], values: list[float], rules: list[list[str]]) -> None:
    """Halve what comes before the post turns round, add half to what comes after it."""
    turn = _turn(found)
    if turn is None:
        return
    at, word = turn
    for i, value in enumerate(values):
        if value and i < at:
            values[i] = value * BEFORE_CONTRAST
            rules[i].append(f"before '{word}'")
        elif value:
            values[i] = value * AFTER_CONTRAST
            rules[i].append(f"after '{word}'")


def _turn(found: list[Unit]) -> tuple[int, str] | None:
    """Return where a post turns round, and the word that does it.

    The last "mais"; or "maintenant" after "avant"; or the comma after a clause with "même si".
    """
    turn: tuple[int, str] | None = None
    earlier = False
    although = ""
    for i, unit in enumerate(found):
        earlier = earlier or unit.role == "then"
        if unit.role == "although" and (i == 0 or found[i - 1].role == "stop"):
            although = unit.normalised
        if unit.role == "contrast" or (unit.role == "now" and earlier):
            turn = (i, unit.normalised)
        elif although and unit.normalised == ",":
            turn, although = (i, although), ""
    return turn

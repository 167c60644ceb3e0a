"""E-mail addresses, plain and disguised, found in a folded text."""

import re
from collections.abc import Iterator

__all__ = ["SCREEN", "found"]

#: What every text with an address holds, for RE2.
SCREEN = (
    r"[^\s@]@[^\s@.]+\.[a-z]"
    r"|[\[({<] ?(?:at|a|arobase|chez|@) ?[\])}>]| arobase | at [a-z0-9\-]{1,63} (?:dot|point) "
)
_LOCAL = r"[a-z0-9_](?:[a-z0-9._%+\-]{0,62}[a-z0-9_+\-])?"
_DOMAIN = r"(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.){1,6}[a-z]{2,24}"
#: Not after "@" (a Fediverse handle) nor "/" (a profile's address).
_PLAIN = re.compile(rf"(?<![\w.%+/@\-])({_LOCAL})@{_DOMAIN}(?![\w@\-])")
_DOT = r"(?: ?[\[({<] ?(?:dot|point|pt|\.) ?[\])}>] ?| (?:dot|point) | ?\. ?)"
_AT = r"(?: ?[\[({<] ?(?:at|a|arobase|chez|@) ?[\])}>] ?| arobase )"
_ENDING = r"(?:com|org|net|info|eu|fr|be|ch|lu|uk|co|io|de|es|it|ca|me|pro|email|example|test)"
_DISGUISED = re.compile(
    rf"(?<![\w.%+/@\-])({_LOCAL})(?:"
    rf"{_AT}[a-z0-9\-]{{1,63}}(?:{_DOT}[a-z0-9\-]{{2,63}}){{0,3}}{_DOT}{_ENDING}"
    # Without brackets both words must be spelt out: "look at example.org" is no address.
    rf"| at (?!(?:the|a|an|le|la) )[a-z0-9\-]{{1,63}}(?: (?:dot|point) [a-z0-9\-]{{2,63}}){{0,3}}"
    rf" (?:dot|point) {_ENDING}"
    r")(?!\w)"
)
#: Whoever opens the mail, the address names a service and nobody in person.
_ROLES = re.compile(
    r"contact|info|support|sav|services?|service-?client|help|hello|bonjour|hi|no-?reply|press"
    r"|presse|jobs|recrutement|sales|ventes|admin|office|team|equipe|accueil|commandes?|orders?"
    r"|ne-pas-repondre|privacy|dpo|abuse|legal|billing"
)
#: Small words before a site's name: "via@example.org".
_NOBODY = frozenset(["via", "by", "par", "rt", "cc", "at"])
_SURE, _ROLE = 0.9, 0.4


def found(text: str) -> Iterator[tuple[int, int, str, float]]:
    """Yield where each address starts and ends, its mask, and its score."""
    for pattern in (_PLAIN, _DISGUISED):
        for match in pattern.finditer(text):
            local = match.group(1)
            if ".." not in local and local not in _NOBODY:
                score = _ROLE if _ROLES.fullmatch(local) else _SURE
                yield match.start(), match.end(), f"{local[0]}…@…", score

"""Find and replace the handles that a text names or links to.

Wider than `cmkit.text.mentions`: where it is unclear whether a handle is meant, it is replaced.
"""

import re
from collections.abc import Callable, Collection

__all__ = ["handles_in", "without_handles"]

Hide = Callable[[str], str]

_HOST = r"(?:[a-z0-9\-]{1,63}\.){1,8}[a-z]{2,24}"
#: Words of a platform that stand where a handle could.
_NO_HANDLE = (
    r"(?:i|home|search|hashtag|explore|intent|share|settings|messages|notifications|login|signup"
    r"|tos|privacy|about|jobs|download|compose|p|reel|reels|stories)(?![\w.\-])"
)
#: Someone's profile or post on X, Instagram or Bluesky: the part before the handle, the handle.
_PLATFORM_LINK = (
    rf"(?P<before>(?<![\w.@\-])(?:https?://)?(?:www\.|mobile\.|m\.)?"
    rf"(?:(?:x|twitter|instagram)\.com/(?:intent/(?:user|follow)\?screen_name=)?(?!{_NO_HANDLE})"
    rf"|bsky\.app/profile/)@?)(?P<name>\w(?:[\w.\-]{{0,250}}\w)?)"
)
#: The same on any server of the Fediverse, and on those that write handles alike.
_SERVER_LINK = (
    rf"(?P<far_before>(?<![\w.@\-])(?:https?://)?(?P<host>{_HOST})(?::\d{{1,5}})?"
    rf"/(?:web/)?(?:@|ap/users/|users/))(?P<far_name>\w(?:[\w.\-]{{0,100}}\w)?)"
    rf"(?:@(?P<far_host>{_HOST}))?"
)
#: ``@ana`` or ``@ana@example.org``: after no ASCII letter or digit, so that an e-mail is none
#: (no e-mail has the wide ``＠``).
_MENTION = (
    # the character comes first: searching for one of two is fast
    rf"(?P<at>[@＠])(?:(?<![a-z0-9_]@)|(?<=\brt@))"
    rf"(?:(?P<full>\w(?:[\w.\-]{{0,100}}\w)?)@(?P<full_host>{_HOST})"
    rf"|(?P<short>\w{{1,100}})(?P<tail>(?:[.\-]\w{{1,100}}){{0,5}}))"
)
_ANY = re.compile(f"{_PLATFORM_LINK}|{_SERVER_LINK}|{_MENTION}", re.IGNORECASE)
_ONLY_MENTIONS = re.compile(
    f"{_MENTION}|(?P<name>(?!))(?P<far_name>(?!))",
    re.IGNORECASE,  # these two never match
)
#: What every link to a profile holds; without one, the mentions alone are looked for.
_LINK_SIGNS = (".com/", "/@", "users/", "bsky.app/")


def without_handles(text: str, hide: Hide, named: Collection[str], known: Collection[str]) -> str:
    """Return a text with ``hide(handle)`` in place of each handle.

    ``named`` are the people that the post is known to name, ``known`` all those of the table: they
    tell that ``@ana`` is ``ana@example.org``, or that a link leads to somebody who is in it.
    """
    result = _pattern(text).sub(lambda match: _hidden(match, hide, named, known), text)
    if result.count("@") > result.count("@u_"):
        result = _leftovers(result, hide, named)
    return result


def handles_in(text: str) -> list[str]:
    """Return the handles of a text, as written, links included."""
    return [
        match["name"] or match["far_name"] or match["full"] or match["short"]
        for match in _pattern(text).finditer(text)
    ]


def _leftovers(text: str, hide: Hide, named: Collection[str]) -> str:
    """Replace those whom the post is known to name wherever ``@`` stands before them."""
    for name in named:
        if f"@{name}" in text.lower():
            left = rf"(?<=@){re.escape(name)}(?!\w)"
            text = re.sub(left, hide(name), text, flags=re.IGNORECASE)
    return text


def _pattern(text: str) -> re.Pattern[str]:
    plain = text.lower()
    return _ANY if any(sign in plain for sign in _LINK_SIGNS) else _ONLY_MENTIONS


def _hidden(
    match: re.Match[str], hide: Hide, named: Collection[str], known: Collection[str]
) -> str:
    if match["name"]:
        return match["before"] + hide(match["name"].lower())
    if match["far_name"]:
        host = match["far_host"] or match["host"]
        return match["far_before"] + hide(_far(match["far_name"], host, named, known))
    if match["full"]:
        return match["at"] + hide(_far(match["full"], match["full_host"], named, known))
    short, tail = match["short"].lower(), match["tail"]
    if short not in named:
        start = next((name for name in named if _begins(short, name)), "")
        if start:  # @anaさん: some scripts put no space after a name
            return match["at"] + hide(start) + match["short"][len(start) :] + tail
    if short + tail.lower() in named or short + tail.lower() in known:
        short, tail = short + tail.lower(), ""
    elif tail[1:2].islower():
        # @ana.lupin: a handle with a dot, of which only the start is known. Better one word too few
        tail = ""
    return match["at"] + hide(_near(short, named)) + tail


def _begins(written: str, name: str) -> bool:
    return written.startswith(name) and len(written) > len(name) and ord(written[len(name)]) > 0xE00


def _far(name: str, host: str, named: Collection[str], known: Collection[str]) -> str:
    """Return who ``ana`` on a server is; an export writes people of its own server as ``ana``."""
    short, full = name.lower(), f"{name}@{host}".lower()
    return short if short in named and full not in named and full not in known else full


def _near(short: str, named: Collection[str]) -> str:
    """Return who ``@ana`` is in a post that names ``ana@example.org``."""
    if short in named:
        return short
    return next((name for name in named if name.startswith(f"{short}@")), short)

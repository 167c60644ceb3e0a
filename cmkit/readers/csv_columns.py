"""Which column of a table holds what: asked for, or known by a usual name."""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence

from cmkit import schema
from cmkit.errors import fail

__all__ = ["FIELDS", "resolve"]

#: What a column may be called, likeliest first: cmkit, twarc-csv, 4CAT, Netlytic, Communalytic,
#: the platforms' own names, and plain French. Compared without case, accents, spaces and dots.
_ALIASES: dict[str, str] = {
    "post_id": "post_id id tweet_id status_id id_str message_id comment_id item_id post_url"
    " identifiant id_tweet id_message guid",
    # the handle before the number: texts name handles
    "author_id": "author_username username user_username screen_name user_screen_name from_user"
    " user_name handle author_handle account_acct acct author auteur utilisateur compte pseudo"
    " pseudonyme user account from sender author_id user_id from_user_id user_id_str author_name"
    " author_fullname nom",
    # an exact number of seconds before a local time
    "created_at": "created_at unix_timestamp created_utc timestamp created_time date_utc datetime"
    " date_time date posted_at published_at publish_date pubdate published created time"
    " date_heure date_de_publication date_publication publie_le cree_le horodatage",
    "text": "text full_text body content message tweet description texte contenu commentaire"
    " comment corps post caption selftext title titre",
    "lang": "lang language langue language_guess language_code",
    "platform": "platform plateforme reseau network source_platform",
    "kind": "kind type_of_post post_type",
    "reply_to": "reply_to in_reply_to_status_id in_reply_to_status_id_str in_reply_to_id"
    " in_reply_to_tweet_id in_reply_to referenced_tweets_replied_to_id replied_to_id parent_id"
    " en_reponse_a reponse_a",
    "reply_to_author_id": "reply_to_author_id in_reply_to_username in_reply_to_screen_name"
    " replied_user to_user reply_to_user to in_reply_to_user_id",
    "repost_of": "repost_of reblog_id shared_post_id",
    "repost_of_author_id": "repost_of_author_id reblog_account_acct",
    "thread_id": "thread_id conversation_id",
    "mentions": "mentions entities_mentions user_mentions mentioned_users",
    "hashtags": "hashtags entities_hashtags tags mots_diese mots_dieses",
    # some exports tell a repost from a quote by the column
    "_reposted": "referenced_tweets_retweeted_id retweeted_id retweet_id retweeted_status_id",
    "_reposted_author": "retweeted_username retweeted_user retweeted_screen_name",
    "_quoted": "referenced_tweets_quoted_id quoted_id quoted_status_id",
    "_quoted_author": "quoted_username quoted_user quoted_screen_name",
}
#: Every field a row of a table may have, in order.
FIELDS = tuple(_ALIASES)
_NEEDED = ("author_id", "created_at", "text")


def resolve(
    header: Sequence[str], wanted: Mapping[str, str | None], *, file_name: str
) -> dict[str, int]:
    """Return the position of each field that the table has.

    ``wanted`` wins; a field that it maps to None is taken as absent. The usual names fill the rest.
    """
    _refuse_unknown(wanted, header)
    position: dict[str, int] = {}
    for index, name in reversed(list(enumerate(header))):
        position[_plain(name)] = index
    found: dict[str, int] = {}
    for field, title in wanted.items():
        if title is not None:
            found[field] = _position(title, header)
    taken = set(found.values())
    for field, aliases in _ALIASES.items():
        if field in wanted:
            continue
        for alias in aliases.split():
            index = position.get(alias, -1)
            if index >= 0 and index not in taken:
                found[field] = index
                taken.add(index)
                break
    missing = [field for field in _NEEDED if field not in found and field not in wanted]
    missing += [field for field in _NEEDED[:2] if field in wanted and wanted[field] is None]
    if missing:
        raise _no_column(missing, header, found, file_name)
    return found


def _plain(name: str) -> str:
    """Return a column's name as aliases are written: ``Date / heure`` -> ``date_heure``."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", bare.lower()).strip("_")


def _refuse_unknown(wanted: Mapping[str, str | None], header: Sequence[str]) -> None:
    unknown = [field for field in wanted if field not in schema.POSTS.columns]
    if not unknown:
        return
    turned = unknown[0] in header and wanted[unknown[0]] in schema.POSTS.columns
    raise fail(
        "columns= names something that posts do not have.",
        found=repr(unknown[0]),
        fix=f"the other way round: columns={{{wanted[unknown[0]]!r}: {unknown[0]!r}}}"
        if turned
        else f"use some of {list(schema.POSTS.columns)}",
    )


def _position(name: str, header: Sequence[str]) -> int:
    if name in header:
        return list(header).index(name)
    stripped = [title.strip() for title in header]
    if name in stripped:
        return stripped.index(name)
    near = difflib.get_close_matches(str(name), header, n=1)
    raise fail(
        f"columns= asks for a column that is not in the file: {name!r}.",
        found=f"columns {_shown(header)}",
        fix=f"did you mean {near[0]!r}?" if near else "copy the name from the list above",
    )


def _no_column(
    missing: Sequence[str], header: Sequence[str], found: Mapping[str, int], file_name: str
) -> Exception:
    call = {field: header[found[field]] if field in found else "..." for field in _NEEDED}
    what = {
        "author_id": "who wrote each post (author_id)",
        "created_at": "when (created_at)",
        "text": "what it says (text)",
    }
    hint = "; text: None if there is none" if "text" in missing else ""
    return fail(
        f"{file_name}: no column is known to tell {' or '.join(what[name] for name in missing)}.",
        found=f"columns {_shown(header)}",
        fix=f"say which, in place of '...'{hint}: readers.read({file_name!r}, columns={call!r})",
    )


def _shown(header: Sequence[str]) -> str:
    names = [name[:40] for name in header[:40]]
    return repr(names) + (f" and {len(header) - 40} more" if len(header) > 40 else "")

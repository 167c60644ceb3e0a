"""Read a platform's export into POSTS.

==============  ==========================================================================
``format``      what it reads
==============  ==========================================================================
``"x_v2"``      X/Twitter API v2 as twarc writes it: one response per line (``data``,
                ``includes``), one flattened post per line, or a JSON array of either
``"mastodon"``  Mastodon API statuses: an array, a context, one status, one per line
``"csv"``       any table with a header: comma, semicolon, tab or bar; UTF-8 or not
==============  ==========================================================================

Each may be compressed by gzip or Zstandard, whatever its name says. Files are read piece by
piece; only the posts kept are held in memory.
"""

import os
import warnings
from collections.abc import Mapping
from typing import Literal

import pandas as pd

from cmkit import privacy
from cmkit.errors import fail
from cmkit.readers.gather import gather
from cmkit.readers.recognise import FORMATS, name_of
from cmkit.readers.rows import Wishes
from cmkit.readers.streams import Source, open_export

__all__ = ["read", "read_with_rejects", "recognise"]

FormatName = Literal["csv", "mastodon", "x_v2"]


def read(  # noqa: PLR0913 - one keyword for each thing that an export may leave unsaid
    path: str | os.PathLike[str],
    *,
    format: FormatName | None = None,  # noqa: A002 - the word that everybody looks for
    columns: Mapping[str, str | None] | None = None,
    timezone: str | None = None,
    date_format: str | None = None,
    dayfirst: bool | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    pseudonymise: bool = True,
    key: bytes | None = None,
) -> pd.DataFrame:
    r"""Read an export into a table of posts.

    Parameters
    ----------
    path : path of a file
        A CSV or TSV table, JSON or JSON lines, as it is or in ``.gz`` or ``.zst``.
    format : {"csv", "mastodon", "x_v2"}, optional
        Found by looking into the file when not given.
    columns : mapping of str to str or None, optional
        For a table: POSTS column -> the file's column, e.g. ``{"author_id": "Auteur"}``. None
        means that the file has none. Usual names (``username``, ``body``, ``texte``, ``date``,
        ...) need not be given.
    timezone : str, optional
        For a table: the zone of dates that name none, e.g. ``"Europe/Paris"``.
    date_format : str, optional
        For a table: how dates are written, e.g. ``"%d/%m/%Y %H:%M"``. Found when not given.
    dayfirst : bool, optional
        For a table: whether 03/04/2025 is in April. Needed only when no date tells.
    encoding : str, optional
        E.g. ``"cp1252"``. Found when not given; a guess is told in a warning.
    separator : str, optional
        For a table: the character between cells. Found when not given.
    pseudonymise : bool
        Whether people are replaced by pseudonyms, also in the text; see `cmkit.privacy`.
    key : bytes, optional
        The secret that makes the pseudonyms; `cmkit.privacy.local_key` when not given.

    Returns
    -------
    DataFrame, one row per post, by ``created_at`` then ``post_id``
        See `cmkit.schema.POSTS`. One more column: ``is_context`` (bool), True for a post that the
        export only includes because another cites it.

    Raises
    ------
    CmkitError
        There is no such file; it is empty, binary, or in no known format; a table needs to be
        told its columns, its time zone or the order of its dates; nothing in it can be read.

    Warns
    -----
    UserWarning
        Some lines were left out; the encoding is a guess.

    See Also
    --------
    read_with_rejects : the same, with the lines left out and the reasons.

    Notes
    -----
    ``author_id`` is the handle in lower case, since texts name handles; the platform's number
    stands in where the export gives no handle. On Mastodon it is the account's ``acct``: people of
    the server that was asked have no ``@server``, so do not mix exports of two servers.

    A post that points to several others is a repost, else a quote, else a reply; its pointers all
    stay. The text of a repost is completed from its original. A post that an export includes
    because another cites it is kept once, with ``is_context`` True: leave these out when counting
    what was collected. In a table without such columns, a text that starts with ``RT @somebody:``
    is a repost.

    Local times that a change of clocks makes ambiguous or impossible are left out, one or two
    hours a year: export in UTC to keep them. A table without a column for ``post_id`` gets
    ``row-1``, ``row-2``, ...: two such files cannot be put together as they are.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "export.csv"
    ...     lines = "auteur;date;texte", "Ana;25/03/2025 10:00;Merci @ben"
    ...     _ = path.write_text("\n".join(lines), encoding="utf-8")
    ...     posts = read(path, timezone="Europe/Paris", pseudonymise=False)
    >>> posts[["author_id", "text", "mentions"]]
      author_id         text mentions
    0       ana  Merci @ben    [ben]
    >>> posts["created_at"].iloc[0].isoformat()
    '2025-03-25T09:00:00+00:00'
    """
    wishes = Wishes(_mapping(columns), timezone, date_format, dayfirst, encoding, separator)
    table, rejects, source = _read(path, format, wishes, pseudonymise=pseudonymise, key=key)
    if table.empty and len(rejects):
        shown = rejects.head(3)
        told = [f"line {line}: {why}" for line, why, _ in shown.itertuples(index=False)]
        raise fail(
            f"nothing in {source.path.name} could be read.",
            found=f"{len(rejects)} lines left out; " + "; ".join(told),
            fix="readers.read_with_rejects(path) shows them all; format= and columns= may help",
        )
    for note in source.notes:
        warnings.warn(f"{source.path.name}: {note}", stacklevel=2)
    if len(rejects):
        warnings.warn(
            f"{source.path.name}: {len(rejects)} of {len(table) + len(rejects)} lines or posts "
            "were left out: use readers.read_with_rejects(path) to see them",
            stacklevel=2,
        )
    return table


def read_with_rejects(  # noqa: PLR0913 - as read
    path: str | os.PathLike[str],
    *,
    format: FormatName | None = None,  # noqa: A002 - as read
    columns: Mapping[str, str | None] | None = None,
    timezone: str | None = None,
    date_format: str | None = None,
    dayfirst: bool | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    pseudonymise: bool = True,
    key: bytes | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    r"""Read an export into a table of posts, and a table of what was left out.

    Parameters
    ----------
    path, format, columns, timezone, date_format, dayfirst, encoding, separator, pseudonymise, key
        As for `read`.

    Returns
    -------
    posts : DataFrame, one row per post
        As from `read`; empty when nothing could be read.
    rejects : DataFrame, one row per line or post left out, in the file's order
        ``line`` (from 1; in a JSON array, which item); ``reason``; ``excerpt`` (its first 80
        characters or the post's id).

    Raises
    ------
    CmkitError
        As `read`, but not because every line was left out.

    Notes
    -----
    An excerpt is the line as it is: handles stay in it. Do not publish the rejects.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "export.csv"
    ...     lines = "id,author,date,text", "1,ana,2025-03-25T10:00Z,Hello", "2,ben"
    ...     _ = path.write_text("\n".join(lines), encoding="utf-8")
    ...     posts, rejects = read_with_rejects(path, pseudonymise=False)
    >>> rejects
       line                           reason  excerpt
    0     3  2 cells where the header has 4  2 | ben
    """
    wishes = Wishes(_mapping(columns), timezone, date_format, dayfirst, encoding, separator)
    table, rejects, source = _read(path, format, wishes, pseudonymise=pseudonymise, key=key)
    for note in source.notes:
        warnings.warn(f"{source.path.name}: {note}", stacklevel=2)
    return table, rejects


def recognise(path: str | os.PathLike[str]) -> str:
    r"""Tell which format an export is in, by what it holds.

    Parameters
    ----------
    path : path of a file

    Returns
    -------
    str
        ``"csv"``, ``"mastodon"`` or ``"x_v2"``. A text that is neither JSON nor markup is taken
        for a table.

    Raises
    ------
    CmkitError
        There is no such file; it is empty or binary; its format is not known.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "export"
    ...     _ = path.write_text("id;auteur;texte\n1;ana;Bonjour\n", encoding="utf-8")
    ...     recognise(path)
    'csv'
    """
    return name_of(open_export(path))


def _mapping(columns: Mapping[str, str | None] | None) -> dict[str, str | None]:
    if columns is not None and not isinstance(columns, Mapping):
        raise fail(
            "columns wants a mapping.",
            found=f"a {type(columns).__name__}",
            fix="columns={'author_id': 'username', 'created_at': 'date', 'text': 'body'}",
        )
    return dict(columns or {})


def _read(
    path: str | os.PathLike[str],
    name: str | None,
    wishes: Wishes,
    *,
    pseudonymise: bool,
    key: bytes | None,
) -> tuple[pd.DataFrame, pd.DataFrame, Source]:
    if name is not None and name not in FORMATS:
        raise fail("this format is not known.", found=repr(name), fix=f"one of {list(FORMATS)}")
    source = open_export(path, encoding=wishes.encoding)
    chosen = FORMATS[name or name_of(source)]
    table, rejects = gather(chosen.rows(source, wishes), wishes)
    if pseudonymise:
        secret = privacy.local_key() if key is None else key
        table = privacy.pseudonymise(table, key=secret)
    return table, rejects, source

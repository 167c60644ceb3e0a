"""Texts to hashed n-grams: what a linear layer learns from."""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from cmkit.errors import fail
from cmkit.text.columns import Texts, as_texts

__all__ = ["ngrams"]

_CHUNK = 20_000
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
#: Stand in front of a word, after it, for a link and for a handle: from a private-use area.
_EDGE, _LINK, _HANDLE = "\ue000", "\ue001", "\ue002"
_CHARACTERS = (3, 4, 5)


def ngrams(texts: Texts, *, buckets: int = 2**15) -> Any:
    """Count the words, pairs of words and pieces of words of each text.

    Parameters
    ----------
    texts : Series or list of str
        One text per post; a missing text has no n-grams.
    buckets : int
        How many columns the n-grams are dealt out to by a hash, at least 16. Fewer take less
        memory, and more of them share a column.

    Returns
    -------
    scipy.sparse.csr_matrix, one row per text, one column per bucket
        Whether one of the bucket's n-grams occurs, each row scaled to length 1.

    Raises
    ------
    CmkitError
        ``texts`` is a single text, or holds something that is not one; too few buckets.

    Notes
    -----
    Case is dropped, accents are kept; links and handles count as such, digits as one digit. No
    word can be read back from a column, but a rare n-gram can be tested for: weights learnt from
    private posts are not anonymous.

    References
    ----------
    .. [1] Weinberger et al. (2009), Feature Hashing for Large Scale Multitask Learning,
       doi:10.1145/1553374.1553516.

    Examples
    --------
    >>> found = ngrams(["late again", "Late AGAIN", None])
    >>> found.shape, (found[0] != found[1]).nnz, found[2].nnz
    ((3, 32768), 0, 0)
    """
    if buckets < 16:
        raise fail("'buckets' must be at least 16.", found=repr(buckets), fix="buckets=2**15")
    column = as_texts(texts)
    plain = _plain(column)
    parts = [_hashed(plain[at : at + _CHUNK], buckets) for at in range(0, len(plain), _CHUNK)]
    if not parts:
        return sparse.csr_matrix((0, buckets))
    return sparse.vstack(parts, format="csr")


def _plain(column: Any) -> list[str]:
    """Bring texts to the form that is hashed: lower case, stand-ins for links and handles."""
    plain: Any = pa.array(column, type=pa.large_string(), from_pandas=True).fill_null("")
    plain = pc.utf8_lower(plain)
    plain = pc.replace_substring(plain, "’", "'")
    for pattern, by in (
        (r"https?://\S*", f" {_LINK} "),
        (r"@[a-z0-9_]+", f" {_HANDLE} "),
        (r"\d", "0"),
    ):
        plain = pc.replace_substring_regex(plain, pattern, by)
    found: list[str] = plain.to_pylist()
    return found


def _hashed(texts: list[str], buckets: int) -> Any:
    points, first, last, row = _words(texts)
    prefix, inverse = _prefix(points)
    whole = (prefix[last] - prefix[first]) * inverse[first]
    pairs = np.flatnonzero(row[1:] == row[:-1])
    hashes = [whole, whole[pairs] * _MIX + whole[pairs + 1] + np.uint64(7)]
    rows = [row, row[pairs]]
    length = last - first
    for size in _CHARACTERS:
        # every window of a word that has that many characters, its two edges included
        n_windows = np.maximum(length - size + 1, 0)
        starts = np.repeat(first, n_windows) + _counting(n_windows)
        hashes.append((prefix[starts + size] - prefix[starts]) * inverse[starts] + np.uint64(size))
        rows.append(np.repeat(row, n_windows))
    mixed = np.concatenate(hashes)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX
    mixed = mixed ^ (mixed >> np.uint64(27))
    places = (mixed % np.uint64(buckets)).astype(np.int64)
    return _scaled(np.concatenate(rows), places, len(texts), buckets)


def _scaled(
    rows: npt.NDArray[np.int64], places: npt.NDArray[np.int64], n_texts: int, buckets: int
) -> Any:
    counts = sparse.csr_matrix((np.ones(len(rows)), (rows, places)), shape=(n_texts, buckets))
    counts.sum_duplicates()
    n_found = np.diff(counts.indptr)
    counts.data = np.repeat(1 / np.sqrt(np.maximum(n_found, 1)), n_found)
    return counts


def _words(texts: list[str]) -> tuple[npt.NDArray[Any], ...]:
    """Return code points, each word between two edges, where each word is, and of which text."""
    joined = " ".join(texts) + " "
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = np.cumsum([len(text) + 1 for text in texts])
    kind = _kinds()[raw]
    sign = kind == 2
    before = np.concatenate([[0], kind[:-1]])
    starts = np.flatnonzero((kind > 0) & ((kind != before) | sign))
    after = np.concatenate([kind[1:], [0]])
    stops = np.flatnonzero((kind > 0) & ((kind != after) | sign)) + 1
    row = np.searchsorted(ends, starts, side="right")
    # two edges a word: shift each word by the edges that stand before it
    length = stops - starts
    first = np.cumsum(length + 2) - (length + 2)
    points = np.full(int((length + 2).sum()), ord(_EDGE), dtype=np.uint64)
    inside = _counting(length)
    points[np.repeat(first + 1, length) + inside] = raw[np.repeat(starts, length) + inside]
    return points, first, first + length + 2, row


def _counting(sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Count from 0 within each of the runs: sizes 2 and 3 give 0 1 0 1 2."""
    total = int(sizes.sum())
    ends = np.cumsum(sizes)
    return np.arange(total) - np.repeat(ends - sizes, sizes)


def _prefix(
    points: npt.NDArray[np.uint64],
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Return sums from which the hash of any run of characters is one difference (mod 2^64)."""
    n = len(points)
    powers = np.empty(n + 1, dtype=np.uint64)
    inverse = np.empty(n + 1, dtype=np.uint64)
    powers[0] = inverse[0] = 1
    powers[1:] = _BASE
    inverse[1:] = np.uint64(pow(int(_BASE), -1, 2**64))
    np.cumprod(powers, out=powers)
    np.cumprod(inverse, out=inverse)
    prefix = np.zeros(n + 1, dtype=np.uint64)
    np.cumsum((points + np.uint64(1)) * powers[:-1], out=prefix[1:])
    return prefix, inverse


@lru_cache(maxsize=1)
def _kinds() -> npt.NDArray[np.uint8]:
    """Say of each code point: 0 a space or a comma, 1 part of a word, 2 a sign of its own."""
    kinds = np.zeros(0x110000, dtype=np.uint8)
    for point in range(0x3400):
        kinds[point] = 1 if chr(point).isalnum() else 0
    kinds[[ord(character) for character in "!?"]] = 2
    kinds[[ord(character) for character in "'_#"]] = 1
    kinds[0x2190:0x2C00] = 2
    kinds[0x3400:0xE000] = 1
    kinds[0xE000:0xF900] = 1
    kinds[0xF900:0xFE00] = 1
    kinds[0xFF10:0xFFE0] = 1
    kinds[0x10000:0x1F000] = 1
    kinds[0x1F000:0x20000] = 2
    kinds[0x20000:] = 1
    return kinds

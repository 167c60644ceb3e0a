"""Find how a text is encoded: by its mark, as UTF-8, or else by the likeliest guess."""

import codecs
from collections.abc import Iterator

from charset_normalizer import from_bytes

__all__ = ["detect"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, which starts alike
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: One-byte and East Asian encodings that spreadsheets and platforms write.
_USUAL = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "mac_roman", "cp850",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "koi8_r",
]  # fmt: skip
_WESTERN = set("àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸñÑáíóúßåÅøØ’‘“”«»…–—€\xa0°")
#: How much of the bytes above ASCII is looked at for a guess, in bytes.
_SAMPLE = 1 << 17
#: Up to this share of undecodable characters, a text is UTF-8 with some damaged lines.
_DAMAGED = 0.02


def detect(blocks: Iterator[bytes], head: bytes) -> tuple[str, str | None]:
    """Return the encoding, and a note where it is a guess. Reads all blocks, keeps a sample."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, None
    wide = _wide(head)
    if wide is not None:
        return wide, None
    sample = _not_utf8(blocks)
    if not sample:
        return "utf-8", None
    guess = _guess(sample)
    return guess, (
        f"this file is not UTF-8; it was read as {guess}, which is a guess: look at its accents, "
        f"and say encoding='...' if they are wrong"
    )


def _wide(head: bytes) -> str | None:
    """Tell UTF-16 without a mark by where its zeros stand."""
    size = len(head) // 2
    if size < 2:
        return None
    even, odd = head[::2].count(0) / size, head[1::2].count(0) / size
    if max(even, odd) > 0.4 and min(even, odd) < 0.1:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def _not_utf8(blocks: Iterator[bytes]) -> bytes:
    """Return the pieces around the bytes that are not UTF-8; none if the text is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    n_bad = n_good = 0
    sample: list[bytes] = []
    for block in blocks:
        if block.isascii() and not decoder.getstate()[0]:
            continue
        text = decoder.decode(block)
        bad = text.count("\ufffd") - block.count("\ufffd".encode())
        n_bad += bad
        n_good += len(text) - len(text.encode("ascii", "ignore")) - bad
        if bad > 0 and sum(map(len, sample)) < _SAMPLE:
            sample.append(_lines_above_ascii(block))
    n_bad += len(decoder.decode(b"", final=True))
    if n_bad <= _DAMAGED * (n_good + n_bad):
        return b""
    return b"".join(sample)[:_SAMPLE] or b"\xff"


def _lines_above_ascii(block: bytes) -> bytes:
    return b"\n".join(line[:2000] for line in block.split(b"\n") if not line.isascii())[:_SAMPLE]


def _guess(sample: bytes) -> str:
    # one-byte encodings differ in few letters: what Windows writes in the West is tried first
    if _reads_well(sample):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=_USUAL, threshold=0.4, enable_fallback=False).best()
    return best.encoding if best is not None else "cp1252"


def _reads_well(sample: bytes) -> bool:
    """Whether, under cp1252, accents are those of Western Europe and no more than it uses."""
    text = sample.decode("cp1252", "replace")
    above = [char for char in text if ord(char) > 127]
    n_letters = sum(map(str.isalpha, text))
    usual = sum(char in _WESTERN for char in above)
    return usual >= 0.8 * len(above) and len(above) <= 0.35 * max(n_letters, 1)

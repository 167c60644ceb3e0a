"""Write and read text files so that the same text makes the same file."""

import gzip
import zlib
from pathlib import Path

from cmkit.errors import fail

__all__ = ["read_bytes", "write_text"]


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, through gzip when the name ends in ``.gz``.

    Two builds of zlib may pack the same text into other bytes; a file that already holds the text
    stays as it is, so that writing again changes nothing.
    """
    content = text.encode("utf-8")
    if path.exists() and _holds(path, content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".gz":
        content = gzip.compress(content, compresslevel=9, mtime=0)
    path.write_bytes(content)


def read_bytes(path: Path) -> bytes:
    """Return what a file holds, unpacked when its name ends in ``.gz``.

    Raises
    ------
    CmkitError
        The file cannot be unpacked.
    """
    content = path.read_bytes()
    if path.suffix != ".gz":
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as reason:
        raise fail(
            f"{path.name} cannot be unpacked.",
            found=f"{len(content)} bytes: {reason}",
            fix="the file is damaged: get it again, or build it again",
        ) from None


def _holds(path: Path, content: bytes) -> bool:
    packed = path.read_bytes()
    if path.suffix != ".gz":
        return packed == content
    try:
        return gzip.decompress(packed) == content
    except (OSError, EOFError, zlib.error):
        return False

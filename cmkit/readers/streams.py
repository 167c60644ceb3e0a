"""Open an export: gunzip or unzstd it, find its encoding, hand out text, all in bounded memory."""

import codecs
import io
import os
import re
import zlib
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, TextIO

import zstandard

from cmkit.errors import fail
from cmkit.readers.encodings import detect
from cmkit.readers.signatures import refuse_binary

__all__ = ["BLOCK", "LONGEST", "Source", "open_export"]

#: Bytes read at a time.
BLOCK = 1 << 20
#: The longest line or JSON value that is taken into memory, in bytes or characters.
LONGEST = 32 << 20

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
#: A zstd window above this is refused: it would be held in memory.
_WINDOW = 1 << 27


class Source:
    """An export that can be read several times from its start.

    ``broken`` tells why the last reading ended early, where a compressed file did.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.head = b""
        self.encoding = "utf-8"
        self.notes: list[str] = []
        self.broken: str | None = None

    def blocks(self) -> Generator[bytes, None, None]:
        """Yield the file's bytes, decompressed, at most a few MiB at a time."""
        self.broken = None
        with self.path.open("rb") as file:
            start = file.read(4)
            file.seek(0)
            if start.startswith(_GZIP):
                yield from self._gunzip(file)
            elif start == _ZSTD or _ZSTD_SKIPPABLE.match(start):
                yield from self._unzstd(file)
            else:
                while block := file.read(BLOCK):
                    yield block

    def text(self) -> TextIO:
        """Open the file as text: line ends as they are, undecodable bytes as lone surrogates."""
        raw = io.BufferedReader(_Joined(self.blocks()), BLOCK)
        errors = "surrogateescape" if self.encoding.startswith("utf-8") else "replace"
        return io.TextIOWrapper(raw, encoding=self.encoding, errors=errors, newline="")

    def _gunzip(self, file: BinaryIO) -> Generator[bytes, None, None]:
        member = zlib.decompressobj(wbits=31)
        waiting = b""
        try:
            while waiting := waiting or file.read(BLOCK):
                if member.eof:  # a second member, or the zeros that some tools pad with
                    waiting = waiting.lstrip(b"\0")
                    if not waiting:
                        continue
                    member = zlib.decompressobj(wbits=31)
                if block := member.decompress(waiting, BLOCK):
                    yield block
                waiting = member.unused_data if member.eof else member.unconsumed_tail
            while not member.eof and (block := member.decompress(b"", BLOCK)):
                yield block
        except zlib.error as reason:
            self.broken = f"the gzip data are damaged from here on ({reason})"
            return
        if not member.eof:
            self.broken = "the gzip file ends too soon: what follows is missing"

    def _unzstd(self, file: BinaryIO) -> Generator[bytes, None, None]:
        frames = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
        frame, waiting = frames.decompressobj(), b""
        try:
            # 1 KiB can grow to 32 MiB at most: a block of 4 bytes may stand for 128 KiB
            while waiting := waiting or file.read(1024):
                if frame.eof:
                    frame = frames.decompressobj()
                if block := frame.decompress(waiting):
                    yield block
                waiting = frame.unused_data if frame.eof else b""
        except zstandard.ZstdError as reason:
            self.broken = f"the zstd data are damaged from here on ({reason})"
            return
        if not frame.eof:
            self.broken = "the zstd file ends too soon: what follows is missing"


def open_export(path: str | os.PathLike[str], *, encoding: str | None = None) -> Source:
    """Return the export at a path, its encoding found; refuse what cannot be one."""
    source = Source(_checked(path))
    with closing(source.blocks()) as blocks:
        for block in blocks:
            source.head += block
            if len(source.head) >= 1 << 16:
                break
    if not source.head:
        raise fail(
            f"{source.path.name} is empty.",
            found="no bytes" if source.broken is None else source.broken,
            fix="export it again, or check that its download had ended",
        )
    refuse_binary(source.head, source.path.name)
    if encoding is not None:
        source.encoding = _known(encoding)
        return source
    source.encoding, note = detect(source.blocks(), source.head)
    source.notes += [note] if note else []
    return source


def _checked(path: str | os.PathLike[str]) -> Path:
    if not isinstance(path, str | os.PathLike):
        raise fail(
            "read() wants the path of a file.",
            found=f"a {type(path).__name__}",
            fix="a table that is in memory already needs no reader: posts.validate(table)",
        )
    place = Path(path)
    if re.match(r"[a-z]{2,}://", str(path)):
        raise fail(
            "read() opens files of this machine, not links.",
            found=str(path),
            fix="download the file first, then give its path",
        )
    if place.is_dir():
        names = sorted(item.name for item in place.iterdir())[:5]
        raise fail(
            f"{place} is a folder.",
            found=f"it holds {', '.join(names) or 'nothing'}",
            fix="read one file at a time, then pd.concat([...]) and posts.validate(...)",
        )
    try:
        with place.open("rb"):
            return place
    except (OSError, ValueError) as reason:
        raise fail(
            "this file cannot be opened.",
            found=f"{place}: {getattr(reason, 'strerror', None) or reason}",
            fix=f"check the path; the current folder is {Path.cwd()}",
        ) from None


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        "é".encode(name, "replace").decode(name, "replace")
    except (LookupError, ValueError, UnicodeError, TypeError):
        raise fail(
            "this encoding is not known.",
            found=repr(encoding),
            fix="encoding='utf-8', 'cp1252' (Windows), 'mac_roman', 'utf-16', ...",
        ) from None
    return "utf-8-sig" if name == "utf-8" else name


class _Joined(io.RawIOBase):
    """A run of blocks of bytes as a file."""

    def __init__(self, blocks: Generator[bytes, None, None]) -> None:
        self._blocks = blocks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # as io calls it
        if not self._rest:
            self._rest = memoryview(next(self._blocks, b""))
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)

    def close(self) -> None:
        self._blocks.close()
        super().close()

"""Tell a binary file by how it starts, and say what it looks like."""

from cmkit.errors import fail

__all__ = ["refuse_binary"]

_UNPACK = "unpack it and read the file inside; only .gz and .zst are unpacked here"
_SHEET = "open it in a spreadsheet and save it as CSV UTF-8, then read that"
_ANOTHER = "export the posts as CSV, or as the platform's JSON"
_PARQUET = "posts.validate(pd.read_parquet(path))"

#: How a file starts -> what it is, what to do.
_STARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.xls, .doc)", _SHEET),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"PAR1", "a Parquet file", _PARQUET),
    (b"ARROW1", "an Arrow file", "posts.validate(pd.read_feather(path))"),
    (b"SQLite format 3\x00", "a SQLite database", _ANOTHER),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", _ANOTHER),
    (b"\xff\xd8\xff", "a JPEG picture", _ANOTHER),
    (b"GIF8", "a GIF picture", _ANOTHER),
    (b"%PDF", "a PDF document", _ANOTHER),
    (b"{\\rtf", "an RTF document", _ANOTHER),
    (b"\x7fELF", "a program", _ANOTHER),
    (b"MZ\x90", "a program", _ANOTHER),
    (b"\x80\x04\x95", "a Python pickle", "never unpickle a file you did not make; " + _ANOTHER),
)
_PAGE = (b"<!doctype html", b"<html")


def refuse_binary(head: bytes, name: str) -> None:
    """Raise an error if the file cannot be text."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise _refusal(name, *_inside_zip(head))
    for start, what, fix in _STARTS:
        if head.startswith(start):
            raise _refusal(name, what, fix)
    if head.lstrip()[:20].lower().startswith(_PAGE):
        raise fail(
            f"{name} is a web page, not an export.",
            found=head.lstrip()[:40].decode("ascii", "replace"),
            fix="the download may have stopped at a login page: export again while signed in",
        )
    if not _is_wide(head) and _share_of_controls(head) > 0.02:
        raise _refusal(name, "bytes that are no text in any usual encoding", _ANOTHER)


def _refusal(name: str, what: str, fix: str) -> Exception:
    return fail(f"{name} is a binary file.", found=f"it looks like {what}", fix=fix)


def _inside_zip(head: bytes) -> tuple[str, str]:
    if b"xl/" in head or b"[Content_Types].xml" in head:
        return "an Excel workbook (.xlsx)", _SHEET
    if b"opendocument" in head:
        return "a LibreOffice document", _SHEET
    return "a zip archive", _UNPACK


def _is_wide(head: bytes) -> bool:
    """Tell UTF-16 and UTF-32, where every other byte or so is zero."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return True
    size = len(head) // 2 or 1
    even, odd = head[::2].count(0) / size, head[1::2].count(0) / size
    return max(even, odd) > 0.4 and min(even, odd) < 0.1


def _share_of_controls(head: bytes) -> float:
    controls = bytes(code for code in range(32) if code not in b"\t\n\r\f\x0b\x1a\x1b")
    return (len(head) - len(head.translate(None, controls))) / len(head)

"""The secret that makes the pseudonyms."""

import os
import secrets
import time
from pathlib import Path

import platformdirs

from cmkit.errors import fail

__all__ = ["local_key"]

_ENVIRONMENT = "CMKIT_KEY"
_SIZE = 32


def local_key() -> bytes:
    """Return the secret that makes this person's pseudonyms; make it the first time.

    It is a file of 32 random bytes in the user's data folder, that only the user may read. The
    environment variable ``CMKIT_KEY`` takes its place: a class that shares one gets the same
    pseudonyms.

    Returns
    -------
    bytes
        32 bytes, or the text of ``CMKIT_KEY`` in UTF-8.

    Raises
    ------
    CmkitError
        ``CMKIT_KEY`` has fewer than 16 characters; the folder cannot be written; the file is
        damaged.

    Notes
    -----
    Whoever has the key can test whether a handle is behind a pseudonym. Never publish it with the
    data; delete it to make the pseudonyms final.

    Examples
    --------
    >>> import os
    >>> os.environ["CMKIT_KEY"] = "a secret of sixteen characters"
    >>> local_key()
    b'a secret of sixteen characters'
    >>> del os.environ["CMKIT_KEY"]
    """
    given = os.environ.get(_ENVIRONMENT)
    if given is not None:
        if len(given) < 16:
            raise fail(
                f"{_ENVIRONMENT} is too short to be a secret.",
                found=f"{len(given)} characters",
                fix="use 16 or more, e.g. python -c 'import secrets; print(secrets.token_hex())'",
            )
        return given.encode("utf-8")
    path = platformdirs.user_data_path("cmkit", appauthor=False) / "key"
    try:
        return _kept_key(path)
    except OSError as reason:
        raise fail(
            "the key of the pseudonyms cannot be kept.",
            found=f"{path}: {reason.strerror or reason}",
            fix=f"set {_ENVIRONMENT}, or pass key=..., or keep the handles: pseudonymise=False",
        ) from None


def _kept_key(path: Path) -> bytes:
    """Read the key, or make it: of several processes that come at once, one makes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _read_key(path)
    with os.fdopen(descriptor, "wb") as file:
        key = secrets.token_bytes(_SIZE)
        file.write(key)
    return key


def _read_key(path: Path) -> bytes:
    for _ in range(100):
        key = path.read_bytes()
        if len(key) >= _SIZE:
            return key
        time.sleep(0.02)  # another process is between making the file and filling it
    raise fail(
        "the key of the pseudonyms is damaged.",
        found=f"{path} holds {len(key)} bytes, not {_SIZE}",
        fix="put back its copy, or delete it: a new one is made, with other pseudonyms",
    )

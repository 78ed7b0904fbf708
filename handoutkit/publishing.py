"""Stage 8, publish, and the only door out: a finished file appears whole under its name, or not at all.

The bytes go into a new file in the same folder, are forced to the disk, and take the name in one step (POSIX rename).
Until then the old file stays as it was; whatever fails, the new file is removed.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from handoutkit.problems import HandoutError, Place, Problem

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_READABLE_AS_THE_UMASK_SAYS = 0o666
_FOLDER_ONLY: int | None = getattr(os, "O_DIRECTORY", None)
"""Windows can't open a folder, and there a rename needs no second step to last."""

_REASONS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        errno.ENOSPC: ("there is no space left on the disk", "free some space"),
        errno.EDQUOT: ("your share of the disk is used up", "free some space"),
        errno.EFBIG: ("the file would be larger than is allowed here", "allow larger files or choose another folder"),
        errno.EACCES: ("you are not allowed to write there", "choose a folder that you may write to"),
        errno.EPERM: ("you are not allowed to write there", "choose a folder that you may write to"),
        errno.EROFS: ("the disk is read-only", "choose a folder on another disk"),
        errno.ENOTDIR: ("a part of the path is a file, not a folder", "correct the path"),
        errno.EEXIST: ("a part of the path is a file, not a folder", "correct the path"),
        errno.EISDIR: ("there is a folder or a device of that name", "choose another name"),
        errno.ENAMETOOLONG: ("the name is too long", "choose a shorter name"),
        errno.ELOOP: ("the path goes round in a circle of links", "correct the path"),
        errno.EMFILE: ("too many files are open", "close other programs and try again"),
        errno.ENFILE: ("too many files are open", "close other programs and try again"),
        errno.EIO: ("the disk reported a fault", "check the disk or choose another one"),
        errno.EBUSY: ("the file is in use", "close it in other programs"),
    }
)


def output_name(handout: str, locale: str, edition: str, format: str) -> str:  # noqa: A002 - the word people know
    """The default name of a sheet; the edition that nearly everybody prints is left out.

    >>> output_name("iron-and-ms", "es", "large-print", "pdf")
    'iron-and-ms.es.large-print.pdf'
    """
    return ".".join(part for part in (handout, locale, edition, format) if part != "standard")


def publish(data: bytes, path: Path) -> None:
    """Puts `data` under `path`, whole. Raises `HandoutError` (cannot-write), and then the old file is as it was."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            raise IsADirectoryError(errno.EISDIR, "not a file")  # a device too: root may rename over /dev/null
        _replace(data, path)
    except (OSError, ValueError) as fault:
        raise HandoutError([_problem(path, fault)]) from fault


def _replace(data: bytes, path: Path) -> None:
    """The new file takes the name of the old one. A link of that name is replaced, never followed."""
    fresh = path.with_name(f".handoutkit-{secrets.token_hex(8)}.tmp")
    try:
        _write(data, fresh)
        os.replace(fresh, path)  # noqa: PTH105 - the call whose guarantee this module rests on
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    _keep_name(path.parent)


def _write(data: bytes, fresh: Path) -> None:
    descriptor = os.open(fresh, _NEW, _READABLE_AS_THE_UMASK_SAYS)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep_name(folder: Path) -> None:
    """Forces the folder's list of names to the disk, so that the new name survives a loss of power.

    Some file systems can't; the file is whole and in its place by then, so that is no fault.
    """
    if _FOLDER_ONLY is None:
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | _FOLDER_ONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _problem(path: Path, fault: OSError | ValueError) -> Problem:
    code = fault.errno if isinstance(fault, OSError) else None
    reason, fix = _REASONS.get(code or 0, ("the file system refused it", "choose another folder"))
    return Problem("cannot-write", f"cannot write {path.name or path}: {reason}", Place(path), fix)

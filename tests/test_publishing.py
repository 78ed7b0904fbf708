from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from handoutkit.problems import HandoutError, Kind
from handoutkit.publishing import output_name, publish

OLD, NEW = b"the old sheet", b"the new sheet" * 1000


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "iron-and-ms.en.pdf"
    path.write_bytes(OLD)
    return path


def refusal(path: Path, data: bytes = NEW) -> str:
    with pytest.raises(HandoutError) as caught:
        publish(data, path)
    (problem,) = caught.value.problems
    assert (problem.code, caught.value.kind) == ("cannot-write", Kind.OUTPUT)
    return problem.message


def assert_untouched(target: Path) -> None:
    assert target.read_bytes() == OLD
    assert [path.name for path in target.parent.iterdir()] == [target.name]


@pytest.mark.parametrize(
    ("edition", "name"), [("standard", "iron-and-ms.es.pdf"), ("large-print", "iron-and-ms.es.large-print.pdf")]
)
def test_the_standard_edition_is_left_out_of_the_name(edition: str, name: str) -> None:
    assert output_name("iron-and-ms", "es", edition, "pdf") == name


def test_a_new_file_takes_the_place_of_the_old_one(target: Path) -> None:
    publish(NEW, target)
    assert target.read_bytes() == NEW
    assert len(list(target.parent.iterdir())) == 1


def test_missing_folders_are_made(tmp_path: Path) -> None:
    publish(NEW, tmp_path / "out" / "es" / "sheet.pdf")
    assert (tmp_path / "out" / "es" / "sheet.pdf").read_bytes() == NEW


def test_an_empty_file_is_written(tmp_path: Path) -> None:
    publish(b"", tmp_path / "sheet.html")
    assert (tmp_path / "sheet.html").read_bytes() == b""


def test_the_file_has_the_mode_that_the_umask_gives(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        publish(NEW, tmp_path / "sheet.pdf")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "sheet.pdf").stat().st_mode) == 0o640


def test_a_link_is_replaced_and_not_followed(target: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.pdf"
    link.symlink_to(target)
    publish(NEW, link)
    assert target.read_bytes() == OLD
    assert link.read_bytes() == NEW
    assert not link.is_symlink()


def test_a_short_write_is_continued(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:100]))
    publish(NEW, target)
    assert target.read_bytes() == NEW


def failing(number: int) -> Callable[..., int]:
    def fail(*_arguments: object, **_named: object) -> int:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "no space left"),
        (errno.EDQUOT, "share of the disk"),
        (errno.EACCES, "not allowed"),
        (errno.EPERM, "not allowed"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "fault"),
        (errno.EMFILE, "too many files"),
        (errno.ENODEV, "refused"),
    ],
)
def test_a_fault_at_any_step_leaves_the_old_file(
    target: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, said: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, step, failing(number))
        assert said in refusal(target)
    assert_untouched(target)


def test_a_fault_in_the_middle_of_writing_leaves_the_old_file(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write

    def write_once(descriptor: int, data: memoryview) -> int:
        if len(data) < len(NEW):
            raise OSError(errno.ENOSPC, "full")
        return write(descriptor, data[:10])

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", write_once)
        assert "no space left" in refusal(target)
    assert_untouched(target)


def test_an_interruption_leaves_the_old_file(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_descriptor: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            publish(NEW, target)
    assert_untouched(target)


def test_a_folder_that_cannot_be_synchronised_is_no_fault(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def only_files(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not supported")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)
    publish(NEW, target)
    assert target.read_bytes() == NEW


def test_a_folder_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sheet.pdf").mkdir()
    assert "folder or a device of that name" in refusal(tmp_path / "sheet.pdf")
    assert not list((tmp_path / "sheet.pdf").iterdir())


def test_a_device_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "folder or a device of that name" in refusal(pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_path_under_a_file_is_refused(target: Path) -> None:
    assert "is a file, not a folder" in refusal(target / "sheet.pdf")
    assert "is a file, not a folder" in refusal(target / "deeper" / "sheet.pdf")
    assert_untouched(target)


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    assert "name is too long" in refusal(tmp_path / ("x" * 300))
    assert not list(tmp_path.iterdir())


def test_a_circle_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(HandoutError):
        publish(NEW, tmp_path / "a" / "sheet.pdf")


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    assert "refused" in refusal(tmp_path / "a\x00b")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are POSIX")
def test_a_limit_on_the_size_of_files_leaves_the_old_file(target: Path) -> None:
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from handoutkit.problems import HandoutError; from handoutkit.publishing import publish\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: publish(b'x' * 5000, Path(sys.argv[1]))\n"
        "except HandoutError as fault: print(fault)\n"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-B", "-c", program, str(target)], cwd=root, capture_output=True, text=True, check=True
    )
    assert "larger than is allowed" in done.stdout
    assert_untouched(target)

"""Progress on a full disk, and in places that cannot be written."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from progress_files import begun, ended, good_file

from simulator.learner.progress import ProgressError


@pytest.fixture
def fill_the_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Callable[[], None]]:
    """Leaves no page more for the file that was opened last; returns a function that makes room again."""
    connections: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def noted(database: object, **options: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(database, **options)  # type: ignore[call-overload]
        if database == path:
            connections.append(connection)
        return connection

    def fill() -> Callable[[], None]:
        connection = connections[-1]
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return lambda: connection.execute("PRAGMA max_page_count = 1000000")

    monkeypatch.setattr(sqlite3, "connect", noted)
    return fill


def test_on_a_full_disk_the_program_goes_on_says_so_once_and_keeps_it_when_there_is_room(opened, path, fill_the_disk):
    progress = opened()
    make_room = fill_the_disk()
    for number in range(300):
        progress.answered("overview", f"q-{number:03}", "quiz", True, True, "A" * 50)
    assert progress.notices == [f"Your progress is not kept: {path}: the disk is full."]
    assert len(progress.answers()) == 300
    kept = len(opened().answers())
    assert 0 < kept < 300
    make_room()
    progress.visited("overview", "quiz")
    assert progress.notices == []
    assert [question for _, question, *_ in opened().answers()] == [f"q-{number:03}" for number in range(300)]


def test_a_disk_that_stays_full_is_said_at_the_end_and_what_was_kept_before_is_whole(opened, path, fill_the_disk):
    progress = opened()
    progress.stepped("overview", 4, 6)
    fill_the_disk()
    for number in range(300):
        progress.answered("overview", f"q-{number}", "quiz", True, True, "A" * 50)
    progress.close()
    assert progress.notices == [f"Your progress is not kept: {path}: the disk is full."]
    again = opened()
    assert again.notices == []
    assert again.lessons()["overview"].step == 4


def test_nothing_is_forgotten_or_taken_in_by_halves_on_a_full_disk(opened, tmp_path, fill_the_disk):
    there, here = opened(tmp_path / "there.sqlite"), opened()
    for number in range(400):
        there.answered("overview", f"q-{number}", "quiz", True, True, "A" * 50)
    here.stepped("overview", 4, 6)
    fill_the_disk()
    with pytest.raises(ProgressError, match=r"progress\.sqlite: the disk is full\.$"):
        here.imported(there.exported())
    assert (here.answers(), here.lessons()["overview"].step) == ([], 4)


LIMITED = """
import resource, signal, sys
from pathlib import Path
from simulator.learner.progress import Progress

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
progress = Progress(Path(sys.argv[1]))
progress.stepped("overview", 4, 6)
size = Path(sys.argv[1]).stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
for number in range(300):
    progress.answered("overview", f"q-{number}", "quiz", True, True, "A" * 50)
progress.close()
print("went on", *progress.notices, sep="\\n")
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit for the size of a file")
def test_where_the_system_lets_the_file_grow_no_more_the_program_goes_on(opened, path):
    said = ended(begun(LIMITED, path)).splitlines()
    assert said[0] == "went on"
    assert len(said) == 2
    assert said[1].startswith(f"Your progress is not kept: {path}: the disk ")
    assert opened().lessons()["overview"].step == 4
    assert opened().notices == []


def test_a_folder_that_cannot_be_made_is_said_in_one_line_and_the_program_goes_on(opened, tmp_path):
    (tmp_path / "file").touch()
    for below in ("file", "file/further"):
        path = tmp_path / below / "progress.sqlite"
        progress = opened(path)
        progress.stepped("overview", 2, 6)
        assert progress.lessons()["overview"].step == 2
        assert len(progress.notices) == 1
        assert progress.notices[0].startswith(f"Your progress is not kept: {path}: ")
        with pytest.raises(ProgressError, match="Your progress is not kept"):
            progress.reset()
    assert (tmp_path / "file").read_bytes() == b""


def test_a_folder_in_place_of_the_file_is_said_and_left_alone(opened, path):
    path.mkdir(parents=True)
    assert opened().notices == [f"Your progress is not kept: {path}: the file cannot be opened."]
    assert path.is_dir()


def test_a_user_without_a_home_gets_no_folder_called_tilde(opened, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    progress = opened(Path("~/.local/share/streamsim/progress.sqlite"))
    assert progress.notices[0].endswith("this user has no home folder.")
    assert list(tmp_path.iterdir()) == []


def read_only(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """For every user who runs the test: a file that can be read and not written."""
    connect = sqlite3.connect

    def without_writing(database: object, **options: object) -> sqlite3.Connection:
        if database == path:
            return connect(f"{path.as_uri()}?mode=ro", uri=True, **options)  # type: ignore[call-overload,no-any-return]
        return connect(database, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(sqlite3, "connect", without_writing)


def test_a_read_only_file_is_read_and_what_is_new_is_not_kept(opened, path, monkeypatch):
    progress = opened()
    progress.stepped("overview", 2, 6)
    progress.close()
    with monkeypatch.context() as patched:
        read_only(patched, path)
        progress = opened()
        assert progress.lessons()["overview"].step == 2
        progress.stepped("overview", 5, 6)
        assert progress.lessons()["overview"].step == 5
        progress.close()
        assert progress.notices == [f"Your progress is not kept: {path}: the file or its folder is read-only."]
    assert opened().lessons()["overview"].step == 2


@contextlib.contextmanager
def without_special_rights() -> Iterator[None]:
    """As a user for whom a file's rights count: root is another user meanwhile."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can look into, as pytest's own folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="streamsim-"))
    folder.chmod(0o755)
    yield folder
    for each in folder.rglob("*"):
        each.chmod(0o755)
    shutil.rmtree(folder)


needs_rights = pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")


@needs_rights
@pytest.mark.parametrize(("of_file", "of_folder"), [(0o444, 0o755), (0o666, 0o555), (0o444, 0o555)])
def test_a_file_or_a_folder_without_the_right_to_write_is_read_all_the_same(opened, open_folder, of_file, of_folder):
    path = open_folder / "data" / "progress.sqlite"
    progress = opened(path)
    progress.stepped("overview", 2, 6)
    progress.close()
    path.chmod(of_file)
    path.parent.chmod(of_folder)
    with without_special_rights():
        progress = opened(path)
        assert progress.lessons()["overview"].step == 2
        progress.stepped("overview", 5, 6)
        assert progress.lessons()["overview"].step == 5
        progress.close()
        assert progress.notices == [f"Your progress is not kept: {path}: the file or its folder is read-only."]


@needs_rights
def test_a_file_without_the_right_to_read_is_left_alone(opened, open_folder):
    path = open_folder / "data" / "progress.sqlite"
    content = good_file(path)
    path.chmod(0o000)
    path.parent.chmod(0o777)
    with without_special_rights():
        progress = opened(path)
        assert progress.notices == [f"Your progress is not kept: {path}: the file cannot be opened."]
        progress.close()
    assert path.read_bytes() == content


@needs_rights
def test_a_damaged_file_that_cannot_be_set_aside_stays_and_the_program_goes_on(opened, open_folder):
    path = open_folder / "data" / "progress.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"damaged" * 1_000)
    path.parent.chmod(0o555)
    with without_special_rights():
        progress = opened(path)
        assert len(progress.notices) == 1
        assert progress.notices[0].startswith(f"Your progress is not kept: {path}: ")
        progress.stepped("overview", 2, 6)
        assert progress.lessons()["overview"].step == 2
        progress.close()
    assert path.read_bytes() == b"damaged" * 1_000

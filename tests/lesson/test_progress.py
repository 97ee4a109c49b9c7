"""What a learner has done is kept, whatever happens to the program, the disk, the clock and the file."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from clock import NOW, Clock

from simulator.learner import database as file_module
from simulator.learner.database import APPLICATION, MIGRATIONS
from simulator.learner.progress import DAY, Progress, ProgressError, StoredCard, progress_file

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "streamsim" / "progress.sqlite"


@pytest.fixture
def opened(path: Path, clock: Clock) -> Iterator[Callable[..., Progress]]:
    """Opens progress; everything that was opened is closed at the end."""
    made: list[Progress] = []

    def open_(at: Path | None = path) -> Progress:
        made.append(Progress(at, clock))
        return made[-1]

    yield open_
    for each in made:
        with contextlib.suppress(sqlite3.ProgrammingError):  # the test has closed it
            each.close()


@pytest.fixture
def two(opened: Callable[..., Progress], tmp_path: Path) -> tuple[Progress, Progress]:
    """The progress of one learner on two machines."""
    return opened(tmp_path / "here" / "progress.sqlite"), opened(tmp_path / "there" / "progress.sqlite")


def card(question: str = "q-1", lesson: str = "overview", **other: object) -> StoredCard:
    fields = {"made_by": "", "stability": 2.5, "difficulty": 5.0, "was_sure_and_wrong": False, "at": NOW, "due": NOW}
    return StoredCard(lesson, question, **{**fields, **other})


def begun(program: str, *arguments: object, **options: object) -> subprocess.Popen[str]:
    """A Python program that runs beside the test."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def ended(process: subprocess.Popen[str], typed: str = "") -> str:
    """What a program printed, which must end well and have nothing to complain of."""
    out, err = process.communicate(typed, timeout=120)
    assert (process.returncode, err) == (0, "")
    return out


# What is kept


def test_the_tests_never_touch_the_progress_of_who_runs_them():
    assert progress_file().is_relative_to(tempfile.gettempdir())
    assert progress_file().name == "progress.sqlite"


def test_what_was_read_stepped_predicted_and_answered_is_there_again(opened):
    progress = opened()
    progress.visited("overview", "read")
    progress.stepped("overview", 3, 6)
    progress.answered("overview", "predict/2", "predict", False, False, "B")
    progress.answered("overview", "record-created", "quiz", True, True, "B")
    progress.answered("overview", "consumer-state", "quiz", False, True, "C", "F298", card("consumer-state"))
    progress.close()
    again = opened()
    (known,) = again.lessons().values()
    assert (known.lesson, known.step, known.furthest, known.last, known.at) == ("overview", 3, 3, 6, NOW)
    assert (known.right, known.answered, known.predicted_right, known.predicted) == (1, 2, 0, 1)
    assert again.answers() == [
        ("overview", "predict/2", "predict", False, False),
        ("overview", "record-created", "quiz", True, True),
        ("overview", "consumer-state", "quiz", False, True),
    ]
    assert again.misconceptions() == {"F298": 1}
    assert again.card("overview", "consumer-state") == card("consumer-state")
    assert again.notices == []


@pytest.mark.parametrize("mode", ["read", "predict", "quiz"])
def test_a_lesson_that_was_only_opened_is_known(opened, mode):
    progress = opened()
    progress.visited("overview", mode)
    assert list(progress.lessons()) == ["overview"]


def test_the_place_is_where_the_learner_was_last_and_the_furthest_step_stays(opened):
    progress = opened()
    for step in (4, 2):
        progress.stepped("overview", step, 6)
    known = progress.lessons()["overview"]
    assert (known.step, known.furthest, known.is_done) == (2, 4, False)


def test_a_lesson_is_done_once_its_last_step_was_seen(opened):
    progress = opened()
    for step in (6, 1):
        progress.stepped("overview", step, 6)
    assert progress.lessons()["overview"].is_done


def test_a_lesson_that_became_shorter_has_no_step_beyond_its_end(opened):
    progress = opened()
    progress.stepped("overview", 9, 10)
    progress.stepped("overview", 3, 4)
    known = progress.lessons()["overview"]
    assert (known.step, known.furthest, known.last) == (3, 4, 4)


def test_the_newest_answer_to_a_question_counts(opened):
    progress = opened()
    for is_right in (True, False):
        progress.answered("overview", "q", "quiz", is_right, True, "A")
    progress.answered("overview", "q", "review", True, True, "A")
    known = progress.lessons()["overview"]
    assert (known.right, known.answered) == (0, 1)


def test_only_the_learner_can_look_into_the_folder(opened, path):
    opened()
    assert os.name == "nt" or stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_forgetting_leaves_nothing_in_the_file(opened, path):
    progress = opened()
    progress.stepped("a-lesson-with-a-telling-name", 1, 2)
    progress.answered("a-lesson-with-a-telling-name", "q", "quiz", True, True, "A", None, card())
    assert b"telling" in path.read_bytes()
    assert progress.reset() == 3
    assert (progress.lessons(), progress.answers(), progress.due()) == ({}, [], [])
    assert b"telling" not in path.read_bytes()


# What is due


def test_due_is_what_was_surely_wrong_and_then_what_is_due_longest(opened, clock):
    progress = opened()
    for name, due in (("late", 30), ("later", 20), ("latest", 10), ("not yet", -10)):
        progress.keep_card(card(name, due=NOW - due))
    progress.keep_card(card("surely wrong", due=NOW - 1, was_sure_and_wrong=True))
    assert [each.question for each in progress.due()] == ["surely wrong", "late", "later", "latest"]
    clock.now += 10
    assert "not yet" in [each.question for each in progress.due()]


def test_with_nothing_due_the_next_time_is_known(opened):
    progress = opened()
    assert progress.next_due() is None
    progress.keep_card(card("a", due=NOW + 20))
    progress.keep_card(card("b", due=NOW + 10))
    assert (progress.due(), progress.next_due()) == ([], NOW + 10)


def test_a_question_of_a_file_that_is_away_waits_until_it_is_there_again(opened, tmp_path):
    progress = opened()
    file = tmp_path / "mine.yaml"
    progress.keep_card(card("q", lesson=str(file)))
    assert (progress.due(), progress.next_due()) == ([], None)
    file.touch()
    assert [each.question for each in progress.due()] == ["q"]


def test_with_the_clock_set_back_nothing_is_lost_and_nothing_waits_for_ever(opened, clock):
    progress = opened()
    clock.now = NOW + 3_000 * DAY
    progress.answered("overview", "q", "quiz", True, True, "A", None, card("q", at=clock.now, due=clock.now + 3 * DAY))
    progress.stepped("overview", 5, 6)
    clock.now = NOW
    progress.stepped("overview", 2, 6)
    assert [each.question for each in progress.due()] == ["q"]
    assert (progress.lessons()["overview"].step, progress.lessons()["overview"].furthest) == (2, 5)


def test_a_clock_set_back_by_hours_makes_nothing_due(opened, clock):
    progress = opened()
    progress.keep_card(card("q", at=NOW, due=NOW + 3 * DAY))
    clock.now = NOW - 7_200
    assert progress.due() == []


@pytest.mark.parametrize("now", [-(10**12), 0, 10**12, 10**30, float("inf")])
def test_a_clock_that_is_out_of_its_mind_does_not_stop_the_program(opened, clock, now):
    clock.now = now
    progress = opened()
    progress.stepped("overview", 1, 6)
    progress.visited("overview", "read")
    assert (list(progress.lessons()), progress.notices) == (["overview"], [])


# A kill at any moment, and several players at once

WRITER = """
import sys
from pathlib import Path
from simulator.learner.progress import Progress, StoredCard

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
progress = Progress(path, lambda: 1_700_000_000)
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    question = f"{name}-{number}"
    kept = StoredCard("overview", question, "", 2.5, 5.0, False, 1_700_000_000, 1_700_000_000)
    progress.answered("overview", question, "quiz", True, True, "A", None, kept)
    progress.stepped(name, number, count)
    print(number, flush=True)
progress.close()
assert not progress.notices, progress.notices
"""


def test_a_kill_at_any_moment_loses_nothing_that_was_kept(opened, path):
    chance = random.Random(4)
    kept: list[str] = []
    for attempt in range(12):
        writer = begun(WRITER, path, f"run{attempt}", 1_000_000)
        assert writer.stdin is not None
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        writer.stdin.write("\n")
        writer.stdin.flush()
        until = chance.randrange(1, 60)
        while int(writer.stdout.readline()) < until:
            pass
        writer.kill()
        said, _ = writer.communicate()
        last = max([until, *(int(line) for line in said.split("\n") if line.isdigit() and said.endswith("\n"))])
        kept += [f"run{attempt}-{number}" for number in range(last + 1)]
        progress = opened()
        assert progress.notices == []
        answered = [question for _, question, *_ in progress.answers()]
        assert set(kept) <= set(answered)
        assert len(answered) == len(set(answered))
        # An answer and the card that it changes are kept together.
        assert {each.question for each in progress.due()} == set(answered)
        progress.close()
    assert len(kept) > 100


def test_players_at_once_lose_nothing_and_are_not_refused(opened, path):
    players = [begun(WRITER, path, f"player{number}", 40) for number in range(4)]
    for player in players:
        assert player.stdout is not None
        assert player.stdout.readline() == "ready\n"
    for player in players:
        assert player.stdin is not None
        player.stdin.write("\n")
        player.stdin.flush()
    for player in players:
        ended(player)
    progress = opened()
    assert len(progress.answers()) == 4 * 40
    assert len(progress.due()) == 4 * 40
    assert all(progress.lessons()[f"player{number}"].step == 39 for number in range(4))


OPENER = """
import sys
from pathlib import Path
from simulator.learner import database as progress_file
from simulator.learner.progress import Progress

if sys.argv[2:]:
    progress_file.MIGRATIONS += (sys.argv[2],)
print("ready", flush=True)
sys.stdin.readline()
progress = Progress(Path(sys.argv[1]))
progress.visited("overview", "read")
progress.close()
print(*progress.notices, sep="\\n", end="")
"""


def opened_at_once(count: int, *arguments: object) -> str:
    """What programs say that open the same file in the same moment."""
    openers = [begun(OPENER, *arguments) for _ in range(count)]
    for opener in openers:
        assert opener.stdout is not None
        assert opener.stdout.readline() == "ready\n"
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write("\n")
        opener.stdin.flush()
    return "".join(ended(opener) for opener in openers)


def test_two_players_that_open_the_first_file_at_once_make_one(opened, path):
    assert opened_at_once(4, path) == ""
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM visit").fetchone() == (4,)
    connection.close()


def test_two_players_that_find_a_damaged_file_at_once_set_it_aside_once(path):
    path.parent.mkdir()
    path.write_bytes(b"damaged" * 1_000)
    assert opened_at_once(4, path).count("could not be read") == 1
    assert sorted(each.name for each in path.parent.iterdir() if each.suffix == ".sqlite") == [
        "progress-damaged-1.sqlite",
        "progress.sqlite",
    ]
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM visit").fetchone() == (4,)
    connection.close()


def locked(path: Path, how: str) -> sqlite3.Connection:
    """Another program that holds the file."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute(f"BEGIN {how}")
    return other


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_what_is_answered_while_another_program_holds_the_file_is_kept_when_it_lets_go(opened, path, monkeypatch, how):
    monkeypatch.setattr(file_module, "WAIT", 0.05)
    progress = opened()
    progress.stepped("overview", 1, 6)
    other = locked(path, how)
    progress.stepped("overview", 2, 6)
    progress.answered("overview", "q", "quiz", True, True, "A", None, card("q"))
    assert progress.lessons()["overview"].step == 2
    assert progress.notices == [f"Your progress is not kept: {path}: another program is using the file."]
    assert "locked" not in progress.notices[0]
    other.close()
    progress.stepped("overview", 3, 6)
    assert progress.notices == []
    assert (progress.trouble, opened().lessons()["overview"].step) == ("", 3)
    assert [each.question for each in opened().due()] == ["q"]


def test_what_was_not_kept_is_tried_once_more_at_the_end(opened, path, monkeypatch):
    monkeypatch.setattr(file_module, "WAIT", 0.05)
    progress = opened()
    other = locked(path, "IMMEDIATE")
    progress.stepped("overview", 2, 6)
    other.close()
    progress.close()
    assert progress.notices == []
    assert opened().lessons()["overview"].step == 2


def test_a_file_that_another_program_holds_from_the_start_is_said_in_one_line(opened, path, monkeypatch):
    opened()
    monkeypatch.setattr(file_module, "WAIT", 0.05)
    other = locked(path, "EXCLUSIVE")
    progress = opened()
    assert progress.notices == [f"Your progress is not kept: {path}: another program is using the file."]
    progress.stepped("overview", 2, 6)
    assert progress.lessons()["overview"].step == 2
    other.close()


# A full disk, and places that cannot be written


def fill_the_disk(progress: Progress) -> Callable[[], None]:
    """No page more for the file; returns what makes room again."""
    connection = progress._file._file
    assert connection is not None
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    return lambda: connection.execute("PRAGMA max_page_count = 1000000")


def test_on_a_full_disk_the_program_goes_on_says_so_once_and_keeps_it_when_there_is_room(opened, path):
    progress = opened()
    make_room = fill_the_disk(progress)
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


def test_a_disk_that_stays_full_is_said_at_the_end_and_what_was_kept_before_is_whole(opened, path):
    progress = opened()
    progress.stepped("overview", 4, 6)
    fill_the_disk(progress)
    for number in range(300):
        progress.answered("overview", f"q-{number}", "quiz", True, True, "A" * 50)
    progress.close()
    assert progress.notices == [f"Your progress is not kept: {path}: the disk is full."]
    again = opened()
    assert again.notices == []
    assert again.lessons()["overview"].step == 4


def test_nothing_is_forgotten_or_taken_in_by_halves_on_a_full_disk(opened, two):
    here, there = two
    for number in range(400):
        there.answered("overview", f"q-{number}", "quiz", True, True, "A" * 50)
    here.stepped("overview", 4, 6)
    fill_the_disk(here)
    with pytest.raises(ProgressError, match=r"progress\.sqlite: the disk is full\.$"):
        here.imported(there.exported())
    assert (here.answers(), here.lessons()["overview"].step) == ([], 4)


def test_a_kill_while_the_file_is_made_leaves_none_or_a_whole_one(opened, path):
    for attempt in range(12):
        opener = begun(OPENER, path)
        assert opener.stdin is not None
        assert opener.stdout is not None
        assert opener.stdout.readline() == "ready\n"
        opener.stdin.write("\n")
        opener.stdin.flush()
        time.sleep(attempt / 2_000)
        opener.kill()
        opener.communicate()
        progress = opened()
        progress.stepped("overview", 1, 6)
        assert (progress.notices, progress.lessons()["overview"].step) == ([], 1)
        progress.close()
        shutil.rmtree(path.parent)


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
    """Whoever runs the test: a file that can be read and not written."""
    connect = sqlite3.connect

    def without_writing(database: object, **options: object) -> sqlite3.Connection:
        if database == path:
            return connect(f"{path.as_uri()}?mode=ro", uri=True, **options)  # type: ignore[call-overload,no-any-return]
        return connect(database, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(file_module.sqlite3, "connect", without_writing)


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
    content = a_good_file(path)
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


# A file that is damaged, another program's, or a newer program's


def a_good_file(path: Path) -> bytes:
    progress = Progress(path, lambda: NOW)
    for number in range(80):
        progress.answered("overview", f"q-{number}", "quiz", True, True, "A", None, card(f"q-{number}"))
    progress.stepped("overview", 3, 6)
    progress.close()
    return path.read_bytes()


def another_database(path: Path, *statements: str) -> bytes:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return path.read_bytes()


def is_set_aside(progress: Progress, path: Path, content: bytes, why: str) -> None:
    aside = path.with_name("progress-damaged-1.sqlite")
    assert progress.notices == [
        f"Your progress could not be read: {why}. It was kept as {aside}, and a new file was begun."
    ]
    assert aside.read_bytes() == content
    progress.stepped("overview", 1, 6)
    progress.close()
    again = Progress(path)
    assert (again.notices, again.lessons()["overview"].step) == ([], 1)
    again.close()


@pytest.mark.parametrize("length", [2, 99, 100, 4_000, 20_000])
def test_random_bytes_are_set_aside(opened, path, length):
    path.parent.mkdir()
    content = random.Random(length).randbytes(length)
    path.write_bytes(content)
    is_set_aside(opened(), path, content, "the file is damaged")


@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_set_aside(opened, path, share):
    whole = a_good_file(path)
    cut = whole[: int(len(whole) * share)]
    path.write_bytes(cut)
    is_set_aside(opened(), path, cut, "the file is damaged")


def test_a_file_that_is_whole_at_the_second_look_and_only_out_of_reach_is_not_set_aside(opened, path, monkeypatch):
    content = a_good_file(path)
    looks = [file_module.DamagedFile(), file_module.NewerFile()]
    open_ = file_module.opened

    def look(at: Path | str) -> sqlite3.Connection:
        if at == path:
            raise looks.pop(0)
        return open_(at)

    monkeypatch.setattr(file_module, "opened", look)
    assert opened().notices == [
        f"Your progress is not kept: {path}: the file is of a newer streamsim; it is left alone."
    ]
    assert path.read_bytes() == content


def test_a_file_with_a_column_too_few_is_set_aside(opened, path):
    a_good_file(path)
    content = another_database(path, "ALTER TABLE card DROP COLUMN stability")
    is_set_aside(opened(), path, content, "the file is damaged")


def test_a_file_with_a_version_before_the_first_is_set_aside(opened, path):
    a_good_file(path)
    content = another_database(path, "PRAGMA user_version = -1")
    is_set_aside(opened(), path, content, "the file is not one of streamsim")


def test_a_letter_that_is_none_any_more_is_read_as_a_sign_for_it(opened, path):
    content = a_good_file(path)
    path.write_bytes(content.replace(b"q-77", b"q-\xff7"))
    progress = opened()
    assert "q-\ufffd7" in [question for _, question, *_ in progress.answers()]
    assert progress.notices == []


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE place (lesson, step)",),
        ("CREATE TABLE songs (name)", "PRAGMA user_version = 1"),
        (*MIGRATIONS[0].split(";"), "PRAGMA user_version = 1"),
        (f"PRAGMA application_id = {APPLICATION}", "PRAGMA user_version = 1", "CREATE TABLE place (x)"),
        (f"PRAGMA application_id = {APPLICATION}", "PRAGMA user_version = -1", "CREATE TABLE place (x)"),
        ("CREATE TABLE songs (name)", "PRAGMA user_version = 99"),
    ],
)
def test_the_database_of_another_program_is_set_aside(opened, path, statements):
    path.parent.mkdir()
    content = another_database(path, *statements)
    is_set_aside(opened(), path, content, "the file is not one of streamsim")


def test_what_is_set_aside_never_replaces_what_was_set_aside_before(opened, path):
    path.parent.mkdir()
    for content in (b"first" * 50, b"second" * 50):
        path.write_bytes(content)
        opened().close()
    assert path.with_name("progress-damaged-1.sqlite").read_bytes() == b"first" * 50
    assert path.with_name("progress-damaged-2.sqlite").read_bytes() == b"second" * 50


def test_an_empty_file_is_a_new_one(opened, path):
    path.parent.mkdir()
    path.touch()
    progress = opened()
    progress.stepped("overview", 1, 6)
    assert (progress.notices, progress.lessons()["overview"].step) == ([], 1)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_bits_are_flipped_the_program_goes_on_and_the_file_is_there(path, seed):
    whole = a_good_file(path)
    chance = random.Random(seed)
    for _ in range(40):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 1, 30))):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        shutil.rmtree(path.parent)
        path.parent.mkdir()
        path.write_bytes(damaged)
        progress = Progress(path, lambda: NOW)
        progress.lessons(), progress.answers(), progress.due(), progress.misconceptions()
        progress.stepped("overview", 2, 6)
        progress.answered("overview", "q-1", "quiz", True, True, "A", None, card("q-1"))
        assert progress.lessons()["overview"].step == 2
        progress.close()
        aside = path.with_name("progress-damaged-1.sqlite")
        if aside.exists():
            assert aside.read_bytes() == damaged
        assert all(len(notice.splitlines()) == 1 for notice in progress.notices)
        assert len(progress.notices) <= 1


def test_a_file_that_is_damaged_while_it_is_open_does_not_stop_the_program(opened, path):
    content = a_good_file(path)
    progress = opened()
    path.write_bytes(b"x" * len(content))
    progress.stepped("overview", 5, 6)
    progress.answered("overview", "q", "quiz", True, True, "A")
    assert progress.lessons()["overview"].step == 5
    assert progress.notices == [f"Your progress is not kept: {path}: the file is damaged."]


def newer_version(path: Path) -> bytes:
    a_good_file(path)
    return another_database(path, f"PRAGMA user_version = {len(MIGRATIONS) + 1}", "CREATE TABLE dreams (at INTEGER)")


def test_the_file_of_a_newer_program_is_left_alone(opened, path):
    content = newer_version(path)
    progress = opened()
    progress.stepped("overview", 5, 6)
    progress.close()
    assert progress.notices == [
        f"Your progress is not kept: {path}: the file is of a newer streamsim; it is left alone."
    ]
    with pytest.raises(ProgressError, match="newer streamsim"):
        opened().imported(json.dumps({}))
    with pytest.raises(ProgressError, match="newer streamsim"):
        opened().exported()
    assert path.read_bytes() == content
    assert [each.name for each in path.parent.iterdir()] == ["progress.sqlite"]


def test_a_file_that_a_newer_program_takes_over_meanwhile_is_left_alone_too(opened, path):
    progress = opened()
    progress.stepped("overview", 2, 6)
    content = newer_version(path)
    progress.stepped("overview", 5, 6)
    assert progress.lessons()["overview"].step == 5
    progress.close()
    assert progress.notices[0].endswith("the file is of a newer streamsim; it is left alone.")
    assert path.read_bytes() == content


# Versions


def test_a_new_file_says_whose_it_is_and_which_version_it_has(opened, path):
    opened()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()


SECOND = "CREATE TABLE dream (night INTEGER); INSERT INTO dream SELECT count(*) FROM answer;"


def test_a_second_migration_runs_once_even_with_several_openers_and_keeps_what_is_there(path):
    a_good_file(path)
    assert opened_at_once(4, path, SECOND) == ""
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT * FROM dream").fetchall() == [(80,)]
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    assert connection.execute("SELECT count(*) FROM answer").fetchone() == (80,)
    connection.close()


def test_a_new_file_runs_through_every_migration(path):
    assert opened_at_once(2, path, SECOND) == ""
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT * FROM dream").fetchall() == [(0,)]
    connection.close()


def test_a_migration_that_fails_changes_nothing(opened, path, monkeypatch):
    content = a_good_file(path)
    failing = "CREATE TABLE dream (night INTEGER); CREATE UNIQUE INDEX alone ON answer (mode);"
    with monkeypatch.context() as patched:
        patched.setattr(file_module, "MIGRATIONS", (*MIGRATIONS, failing))
        progress = opened()
        progress.stepped("overview", 5, 6)
        progress.close()
    assert progress.notices == [
        f"Your progress is not kept: {path}: "
        "the file is of an older streamsim and could not be brought up to date; it is left alone."
    ]
    assert path.read_bytes() == content
    assert opened().lessons()["overview"].step == 3


# Taking it along


def fill(progress: Progress, clock: Clock, at: int = NOW) -> None:
    clock.now = at
    progress.visited("overview", "step")
    progress.visited("overview", "step")  # twice in one second
    progress.stepped("overview", 4, 6)
    progress.answered("overview", "q-1", "quiz", False, True, "C", "F298", card("q-1", at=at, due=at + DAY))
    progress.answered("überblick\0☃", "q-2", "predict", True, False, "A", None)


def test_what_is_exported_comes_back_the_same(two, clock):
    here, there = two
    fill(there, clock)
    text = there.exported()
    assert here.imported(text) == 6
    assert here.exported() == text
    assert here.answers() == there.answers()


def test_taking_in_twice_adds_nothing(two, clock):
    here, there = two
    fill(there, clock)
    text = there.exported()
    here.imported(text)
    assert here.imported(text) == 0
    assert there.imported(text) == 0
    assert here.exported() == text


def test_what_happened_more_often_there_is_taken_in_that_often(two):
    here, there = two
    for progress, times in ((here, 1), (there, 3)):
        for _ in range(times):
            progress.visited("overview", "step")
    assert here.imported(there.exported()) == 2
    assert here.imported(there.exported()) == 0
    assert there.imported(here.exported()) == 0


def test_answers_that_come_in_any_order_are_put_in_the_order_of_time(two, clock):
    here, there = two
    here.answered("overview", "b", "quiz", True, True, "A")
    for question, at in (("d", 9), ("a", -9), ("c", 3)):
        clock.now = NOW + at
        there.answered("overview", question, "quiz", True, True, "A")
    here.imported(there.exported())
    assert [question for _, question, *_ in here.answers()] == ["a", "b", "c", "d"]


def test_a_furthest_step_never_lies_beyond_the_end_that_the_lesson_has_now(two, clock):
    here, there = two
    there.stepped("overview", 20, 20)
    clock.now += 1
    here.stepped("overview", 2, 6)
    here.imported(there.exported())
    known = here.lessons()["overview"]
    assert (known.step, known.furthest, known.last) == (2, 6, 6)


def test_the_export_is_one_json_object_in_ascii(two, clock):
    _, there = two
    fill(there, clock)
    text = there.exported()
    assert text.isascii()
    document = json.loads(text)
    assert (document["format"], document["version"]) == ("streamsim-progress", 1)
    assert document["place"] == [{"lesson": "overview", "step": 4, "furthest": 4, "last": 6, "at": NOW}]
    assert list(document) == ["format", "version", "place", "answer", "visit", "card"]


def test_of_two_places_the_newer_is_where_to_go_on_and_the_furthest_stays(two, clock):
    here, there = two
    there.stepped("overview", 5, 6)
    there.stepped("overview", 4, 6)
    clock.now += 1
    here.stepped("overview", 2, 6)
    assert here.imported(there.exported()) == 1
    known = here.lessons()["overview"]
    assert (known.step, known.furthest) == (2, 5)
    assert there.imported(here.exported()) == 1
    known = there.lessons()["overview"]
    assert (known.step, known.furthest) == (2, 5)
    assert there.imported(here.exported()) == 0


def test_of_two_cards_the_one_that_was_answered_last_stays(two):
    here, there = two
    here.keep_card(card("a", at=NOW - 5, due=NOW))
    there.keep_card(card("a", at=NOW - 9, due=NOW + 99))
    here.keep_card(card("b", at=NOW - 9, due=NOW))
    there.keep_card(card("b", at=NOW - 5, due=NOW + 99))
    assert here.imported(there.exported()) == 1
    assert here.card("overview", "a").due == NOW
    assert here.card("overview", "b").due == NOW + 99


def test_an_old_answer_that_is_taken_in_is_not_the_newest(two, clock):
    here, there = two
    there.answered("overview", "q", "quiz", False, True, "C")
    clock.now += 10
    here.answered("overview", "q", "quiz", True, True, "A")
    assert here.imported(there.exported()) == 1
    assert [is_right for *_, is_right, _ in here.answers()] == [False, True]
    assert here.lessons()["overview"].right == 1


def test_answers_keep_their_order_when_the_clock_was_set_back_between_them(two, clock):
    here, there = two
    here.answered("overview", "q", "quiz", False, True, "C")
    clock.now -= 1_000
    here.answered("overview", "q", "quiz", True, True, "A")
    there.answered("overview", "other", "quiz", True, True, "A")
    here.imported(there.exported())
    assert here.lessons()["overview"].right == 2


def test_a_long_history_is_taken_in(two):
    here, _ = two
    row = {"at": NOW, "lesson": "overview", "mode": "quiz", "is_right": 1, "is_sure": 1, "chosen": "A"}
    answers = [{**row, "question": f"q-{number}", "misconception": None} for number in range(50_000)]
    document = {"format": "streamsim-progress", "version": 1, "place": [], "answer": answers, "visit": [], "card": []}
    assert here.imported(json.dumps(document)) == 50_000  # with a search for each it would be half an hour
    assert here.imported(json.dumps(document)) == 0


def damaged_exports() -> dict[str, Callable[[dict], object]]:
    """What somebody may do to an export, by what it is."""

    def put(table: str, column: str, value: object) -> Callable[[dict], object]:
        return lambda document: document[table][0].__setitem__(column, value)

    return {
        "a table is missing": lambda document: document.pop("card"),
        "a table is no list": lambda document: document.__setitem__("answer", {}),
        "an entry is no object": lambda document: document["visit"].append("hello"),
        "a column is missing": lambda document: document["answer"][0].pop("mode"),
        "a column too many": put("place", "colour", "red"),
        "text for a number": put("place", "step", "4"),
        "a number for text": put("answer", "lesson", 7),
        "nothing for a number": put("answer", "at", None),
        "true for a number": put("answer", "is_right", True),
        "two for a flag": put("answer", "is_sure", 2),
        "a fraction of a step": put("place", "step", 1.5),
        "a step below none": put("place", "step", -1),
        "a step beyond all": put("place", "last", 2**70),
        "a time before all": put("card", "due", -1),
        "a time after all": put("card", "due", 10**15),
        "a stability of nothing": put("card", "stability", 0.0),
        "a stability of no end": put("card", "stability", float("inf")),
        "a stability that is no number": put("card", "stability", float("nan")),
        "a difficulty beyond all": put("card", "difficulty", 10.5),
        "half a letter": put("answer", "question", "\ud83d"),
        "no version": lambda document: document.pop("version"),
        "a version in words": lambda document: document.__setitem__("version", "one"),
        "a newer version": lambda document: document.__setitem__("version", 2),
        "another format": lambda document: document.__setitem__("format", "anki"),
    }


@pytest.mark.parametrize("name", damaged_exports())
def test_a_damaged_export_is_refused_in_one_line_and_changes_nothing(two, clock, name):
    here, there = two
    fill(here, clock)
    fill(there, clock, NOW + 1)
    document = json.loads(there.exported())
    damaged_exports()[name](document)
    before = here.exported()
    with pytest.raises(ProgressError) as refused:
        here.imported(json.dumps(document))
    assert len(str(refused.value).splitlines()) == 1
    assert here.exported() == before


def test_the_refusal_says_where_it_is(two, clock):
    here, there = two
    fill(there, clock)
    document = json.loads(there.exported())
    document["answer"][1]["at"] = "noon"
    with pytest.raises(ProgressError, match=r'whole: "at" of entry 2 of "answer" is not as it should be\.'):
        here.imported(json.dumps(document))
    document["version"] = 7
    with pytest.raises(ProgressError, match="by a newer streamsim: version 7, not 1"):
        here.imported(json.dumps(document))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "[]",
        "null",
        "1",
        '"x"',
        "{}",
        "[" * 100_000,
        "{'format': 1}",
        "9" * 10_000,
        "\0",
        '{"format": "\ud800"}',
    ],
)
def test_a_foreign_text_is_refused_in_one_line(two, text):
    here, _ = two
    with pytest.raises(ProgressError) as refused:
        here.imported(text)
    assert str(refused.value).startswith("This is no exported progress")
    assert len(str(refused.value).splitlines()) == 1


def test_the_same_card_twice_in_one_export_is_the_newer_one(two):
    here, there = two
    there.keep_card(card("a", at=NOW - 5, due=NOW + 1))
    document = json.loads(there.exported())
    document["card"].append({**document["card"][0], "at": NOW - 9, "due": NOW + 2})
    here.imported(json.dumps(document))
    assert here.card("overview", "a").due == NOW + 1

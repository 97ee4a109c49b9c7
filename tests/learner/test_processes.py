"""Progress survives a kill at any moment, and several programs share its file."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from pathlib import Path

import pytest
from progress_files import OPENER, begun, card, ended, opened_at_once


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program waits for others for 50 ms only."""
    for module in ("connection", "database"):
        monkeypatch.setattr(f"simulator.learner.{module}.WAIT", 0.05)


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
def test_an_answer_while_another_program_holds_the_file_is_kept_when_it_lets_go(opened, path, impatient, how):
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


def test_an_answer_that_was_not_kept_is_tried_once_more_at_the_end(opened, path, impatient):
    progress = opened()
    other = locked(path, "IMMEDIATE")
    progress.stepped("overview", 2, 6)
    other.close()
    progress.close()
    assert progress.notices == []
    assert opened().lessons()["overview"].step == 2


def test_a_file_that_another_program_holds_from_the_start_is_said_in_one_line(opened, path, impatient):
    opened()
    other = locked(path, "EXCLUSIVE")
    progress = opened()
    assert progress.notices == [f"Your progress is not kept: {path}: another program is using the file."]
    progress.stepped("overview", 2, 6)
    assert progress.lessons()["overview"].step == 2
    other.close()

"""The monkey itself: its inputs come from the seed, it knows an end that was asked for, and it makes lists shorter."""

from __future__ import annotations

import time
from itertools import islice

import pytest

pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")

from delta_debugging import shortest
from monkey_inputs import CTRL_C, CTRL_Q, bound_keys
from monkey_play import Play, played, plays


def test_the_shortest_list_has_only_what_the_failure_needs():
    assert shortest(range(100), lambda chosen: {7, 50, 51} <= set(chosen)) == [7, 50, 51]
    assert shortest(range(100), lambda chosen: 99 in chosen) == [99]


def test_a_list_that_does_not_fail_again_has_no_shortest():
    assert shortest(range(100), lambda chosen: False) is None


def test_a_list_is_as_short_as_the_time_allows():
    moments = iter([True, True, False])
    short = shortest(range(20), lambda chosen: 0 in chosen, lambda: next(moments, False))
    assert short is not None
    assert 0 in short


def test_the_inputs_come_from_the_seed_alone_and_never_leave_by_themselves():
    first, again = (list(islice(plays(7), 8)) for _ in range(2))
    assert first == again
    assert first != list(islice(plays(8), 8))
    assert {play.arguments[:1] for play in first} == {(), ("play",), ("watch",)}
    typed = [str(each[1]) for play in first for each in play.inputs if each[0] == "type"]
    assert not any(CTRL_Q in keys for keys in typed)


def test_the_keys_that_the_screens_bind_are_among_the_inputs():
    assert {"p", "q", "?", "\x1b[C", "\x1b", CTRL_C} <= set(bound_keys())


# Python warns of fork in a process with threads; the child of this one execs at once.
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_play_that_nobody_ended_early_ends_as_asked_and_a_refusal_is_no_such_end():
    saved = (("type", "\x1b[C"), ("size", 80, 24), ("save", "titel: x\n"), ("wait", 400), ("type", "?"))
    outcome = played(Play(("watch", "lesson.yaml"), saved), time.monotonic() + 30)
    assert (outcome.sent, outcome.failure) == (5, "")
    refused = played(Play(("play", "no-such-lesson"), (("wait", 3000),)), time.monotonic() + 30)
    assert refused.failure == "it ended with status 1"

"""The agenda: the next entry, by time, priority and sequence."""

from __future__ import annotations

from heapq import heappop
from typing import Any

from simulator.machine.agenda import Agenda, Priority


def nothing(about: Any) -> None:
    """An entry whose action the agenda does not look at."""


def drained(agenda: Agenda) -> list[Any]:
    """The subjects of the entries, in the order in which they come, until there is no work."""
    found = []
    while agenda.work:
        heap = agenda.background if agenda.background and agenda.background[0] < agenda.work[0] else agenda.work
        found.append(heappop(heap)[-1])
    return found


def test_the_earliest_comes_first() -> None:
    agenda = Agenda()
    for time in (30, 10, 20):
        agenda.push(time, Priority.READ, nothing, time)
    assert drained(agenda) == [10, 20, 30]


def test_at_one_time_the_priority_decides() -> None:
    agenda = Agenda()
    order = ["HOUSEKEEPING", "TIMELINE", "CAPTURE", "AVAILABLE", "PROCESS", "READ", "IDLE", "END"]
    for name in reversed(order):
        agenda.push(5, getattr(Priority, name), nothing, name)
    assert drained(agenda) == order


def test_at_one_time_and_priority_the_first_pushed_comes_first() -> None:
    agenda = Agenda()
    for name in ("b", "a", "c"):
        agenda.push(5, Priority.CAPTURE, nothing, name)
    assert drained(agenda) == ["b", "a", "c"]


def test_background_happens_in_its_place_among_the_work() -> None:
    agenda = Agenda()
    agenda.push(10, Priority.READ, nothing, "work at 10")
    agenda.push_background(5, Priority.READ, nothing, "background at 5")
    agenda.push_background(10, Priority.READ, nothing, "background at 10")
    agenda.push(20, Priority.TIMELINE, nothing, "work at 20")
    agenda.push_background(20, Priority.READ, nothing, "background after the work")
    assert drained(agenda) == ["background at 5", "work at 10", "background at 10", "work at 20"]


def test_background_alone_is_rest() -> None:
    agenda = Agenda()
    agenda.push_background(5, Priority.READ, nothing)
    assert not agenda.work


def test_work_that_is_withdrawn_does_not_happen_and_the_rest_keeps_its_order() -> None:
    def poll(about: Any) -> None:
        """Another thing to do than nothing."""

    agenda = Agenda()
    for time in (50, 20, 40, 10, 30):
        agenda.push(time, Priority.READ, poll if time in (10, 40) else nothing, time)
    work = agenda.work
    agenda.withdraw(poll)
    assert agenda.work is work  # whoever runs the machine holds on to it
    assert drained(agenda) == [20, 30, 50]


def test_work_on_one_shard_is_withdrawn_by_its_cursor() -> None:
    agenda = Agenda()
    mine, other = object(), object()
    agenda.push(10, Priority.PROCESS, nothing, (mine, 1))
    agenda.push(20, Priority.PROCESS, nothing, (other, 1))
    agenda.push(30, Priority.READ, nothing, mine)  # not work on what was read: it has no tuple
    agenda.push(40, Priority.PROCESS, nothing, ())
    agenda.withdraw_about(mine)
    assert drained(agenda) == [(other, 1), mine, ()]

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
        _, _, sequence, _, about = heappop(heap)
        if sequence in agenda.withdrawn:
            agenda.withdrawn.remove(sequence)
        else:
            found.append(about)
            agenda.drop_withdrawn()
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
    agenda = Agenda()
    entries = {time: agenda.push(time, Priority.READ, nothing, time) for time in (50, 20, 40, 10, 30)}
    work = agenda.work
    agenda.withdraw(entries[10])
    agenda.withdraw(entries[40])
    assert agenda.work is work  # whoever runs the machine holds on to it
    assert drained(agenda) == [20, 30, 50]


def test_with_nothing_but_withdrawn_work_left_the_machine_is_at_rest() -> None:
    agenda = Agenda()
    agenda.push(10, Priority.READ, nothing, "poll")
    late = agenda.push(30, Priority.READ, nothing, "window")
    agenda.push_background(20, Priority.HOUSEKEEPING, nothing, "trimming")
    agenda.withdraw(late)
    assert drained(agenda) == ["poll"]
    assert not agenda.withdrawn


def test_the_last_work_can_be_withdrawn_too() -> None:
    agenda = Agenda()
    agenda.withdraw(agenda.push(10, Priority.READ, nothing))
    assert not agenda.work
    assert not agenda.withdrawn


def test_work_that_is_withdrawn_again_and_again_does_not_pile_up() -> None:
    agenda = Agenda()
    agenda.push(1, Priority.READ, nothing, "poll")
    for time in range(1000):
        agenda.withdraw(agenda.push(time, Priority.READ, nothing, "window"))
    assert len(agenda.work) < 10
    assert drained(agenda) == ["poll"]

"""What the sentences about mappings claim, held against the steps of their run, by other code than the program's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import plain
from simulator.machine.details import FailureDetail, PartialDetail, WindowDetail
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.consumers import LambdaModel
from simulator.scenario.events import Event
from simulator.scenario.model import Scenario

ATTEMPTS = (Event.PROCESS_SUCCEEDED, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL, Event.PROCESS_DUPLICATE)
TIME = r"((?:\d+ h )?(?:\d+ min )?\d+\.\d{3}) s"


def check_claims(scenario: Scenario, trace: Trace) -> int:
    """Hold every claim of every mapping against the trace; returns how many there were."""
    return sum(_Mapping(model, trace).check() for model in scenario.consumers if isinstance(model, LambdaModel))


def milliseconds(words: str) -> int:
    """A time as a sentence has it, such as `1 min 00.250`."""
    hours, minutes, seconds = re.fullmatch(r"(?:(\d+) h )?(?:(\d+) min )?(\d+\.\d{3})", words).groups()  # type: ignore[union-attr]
    return int(hours or 0) * 3_600_000 + int(minutes or 0) * 60_000 + int(seconds.replace(".", ""))


class _Mapping:
    def __init__(self, model: LambdaModel, trace: Trace) -> None:
        self.trace = trace
        self.duration = model.function.duration
        numbers = range(1, len(trace.events) + 1)
        self.steps = [trace.step(number) for number in numbers if trace.actors[number - 1] == model.name]
        self.done: set[int] = set()
        """The records that it does not read again."""
        self.first: dict[int, int] = {}
        """For each shard the first record that it had to do with."""
        for step in self.steps:
            for index in step.records if step.event is not Event.READ_STARTED else ():  # those it passes over
                shard = trace.records[index].shard.number
                self.first[shard] = min(index, self.first.get(shard, index))

    def check(self) -> int:
        claims = 0
        for position, step in enumerate(self.steps):
            self._follow(step)
            said = plain(narrate(self.trace, step.number))
            for claim, holds in (
                ("moves past", self._moved_past),
                ("position waits for", self._not_moved_past),
                ("skips", self._not_moved_past),
            ):
                if claim in said:
                    claims += 1
                    assert holds(step), said
            later = self.steps[position + 1 :]
            claims += self._tries(said, step, later) + self._standstill(said, step, later)
        return claims

    def _follow(self, step: Step) -> None:
        ends = (*ATTEMPTS, Event.PROCESS_FILTERED, Event.PROCESS_DISCARDED, Event.READ_TRIMMED)
        if step.event in ends and step.event is not Event.PROCESS_FAILED:
            self.done.update(self.trace.finished(step.number))

    def _before(self, step: Step) -> Iterator[int]:
        """The records of a step's shard from the first that the mapping had to do with up to the step's last."""
        shard = self.trace.records[step.records[0]].shard
        for index in shard.records:
            if self.first[shard.number] <= index <= step.records[-1]:
                yield index

    def _moved_past(self, step: Step) -> bool:
        return all(index in self.done for index in self._before(step))

    def _not_moved_past(self, step: Step) -> bool:
        return not self._moved_past(step)

    def _is_off(self, begins: int, ends: int) -> bool:
        """Whether the mapping is off at some moment of a time."""
        off: int | None = None
        for step in self.steps:
            if step.event is Event.READ_STOPPED:
                off = step.time
            elif step.event is Event.READ_STARTED:
                if off is not None and off <= ends and step.time >= begins:
                    return True
                off = None
        return off is not None and off <= ends

    def _tries(self, said: str, step: Step, later: list[Step]) -> int:
        """The next try comes when it is due, and none comes where none is to come."""
        left = set(step.records) - set(self.trace.finished(step.number) if step.event is Event.PROCESS_PARTIAL else ())
        tries = [each for each in later if each.event in ATTEMPTS and left & set(each.records)]
        failed = step.detail
        if isinstance(failed, FailureDetail) and failed.of_window:
            ends = step.time + (failed.retry_in or 0) + self.duration
            closing = [each for each in later if not each.records and self._ends_window(each, failed)]
            # A window that closes names no lane: those of other lanes may close before.
            tries = [each for each in closing if each.time == ends] or closing
            if failed.retry_in is None:
                return 0
        if " is not tried again." in said:
            assert not tries, said
            assert later[0].event is Event.PROCESS_DISCARDED, said
            return 1
        if never := re.search(rf"would be due in {TIME}, but .* in {TIME} \(F381\)", said):
            assert not tries, said
            due = step.time + milliseconds(never[2])
            if not self._is_off(step.time, due) and due < self.trace.end:
                assert any(each.event is Event.PROCESS_DISCARDED and each.time == due for each in later), said
            return 1
        if next_try := re.search(rf"The next try is due in {TIME}", said):
            due = step.time + milliseconds(next_try[1])
            ends = due + self.duration
            refused = [each for each in later if each.event is Event.PROCESS_THROTTLED and left & set(each.records)]
            if refused and (not tries or refused[0].time < tries[0].time):
                assert refused[0].time == due or self._is_off(step.time, due), said
                return 1
            if not self._is_off(step.time, due):
                assert [each.time for each in tries[:1]] == [ends] or ends > self.trace.end, said
            else:
                assert all(each.time >= ends for each in tries), said
            return 1
        return 0

    @staticmethod
    def _ends_window(step: Step, failed: FailureDetail) -> bool:
        if isinstance(step.detail, FailureDetail):
            return step.detail.lane == failed.lane
        return isinstance(step.detail, WindowDetail) and step.detail.shard == failed.lane.shard

    def _standstill(self, said: str, step: Step, later: list[Step]) -> int:
        """Until the next try nothing happens in the shard, or in the lane of the items that are named."""
        if "makes no progress" not in said and "processes nothing more" not in said:
            return 0
        until = step.time + min(map(milliseconds, re.findall(rf"\bin {TIME}", said)))
        assert isinstance(step.detail, FailureDetail | PartialDetail)
        shard = step.detail.lane.shard
        keys = {self.trace.records[index].key for index in step.records}
        for each in later:
            if each.time >= until:
                break
            records = [self.trace.records[index] for index in each.records]
            if each.event is Event.PROCESS_BISECTED or each.event is Event.PROCESS_FILTERED:
                continue  # the split of this batch; what is dropped is no progress of a lane
            if "its shard" in said:
                assert all(record.shard.number != shard for record in records), said
            else:
                assert not any(record.shard.number == shard and record.key in keys for record in records), said
        return 1

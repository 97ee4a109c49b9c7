"""The writes of functions to the table whose stream invokes them: such a function feeds itself (F231-F233)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from simulator.dynamodb.attributes import AttributeValue
from simulator.dynamodb.faults import faults_of
from simulator.dynamodb.table import Change, Table
from simulator.dynamodb.writes import ImpossibleUpdate
from simulator.machine.run import Run
from simulator.scenario.attributes_of_records import NoAttribute, filled
from simulator.scenario.model import Scenario
from simulator.scenario.plan import Template
from simulator.scenario.yaml.nodes import KeyPath

MOST_IN_LOOPS = 10_000
"""Writes that functions make for records of their own writes, before a run without an end is refused."""

HOPS_OF_A_BELIEVER = 16
"""After so many invocations one after another Lambda stops loops, but none through DynamoDB (F232, F316)."""


class FunctionWrites:
    """Makes the writes, and knows how many of them stand one behind another."""

    def __init__(
        self,
        scenario: Scenario,
        table: Table,
        run: Run,
        written: Callable[[Change], int],
        waits_for_rest: Callable[[], bool],
    ) -> None:
        """`written` takes what the table made of a write, and returns the number of its step.

        `waits_for_rest` says whether the timeline goes on only when all has come to rest.
        """
        self._waits_for_rest = waits_for_rest
        self._scenario = scenario
        self._table = table
        self._run = run
        self._written = written
        self._ends = scenario.timeline[-1].wait is not None
        self._hops: dict[int, int] = {}
        """For each recorded change of a function how many such changes led to it, itself included, by its identity."""
        self._in_loops = 0
        self.places: dict[str, KeyPath] = {}
        """Where the writes of each consumer's function stand in the file."""

    def write(self, consumer: str, index: int, template: Template, about: int) -> None:
        """Make the write of a consumer's function with this index, for a record.

        Raises:
            ScenarioError: the record has not what the write needs, or the writes feed themselves without an end.
        """
        run = self._run
        hops = self._hops.get(id(run.trace.records[about].change), 0) + 1
        if hops > HOPS_OF_A_BELIEVER and run.rules.loops_are_stopped:
            return
        change = self._change(consumer, index, template, about)
        number = self._written(change)
        run.trace.written_by[number] = consumer, about
        if not change.recorded:
            return
        self._hops[id(change)] = hops
        self._in_loops += hops > 1
        if self._in_loops < MOST_IN_LOOPS:
            return
        waits = self._waits_for_rest()
        if waits or not self._ends:
            other = "give the next action a time of its own" if waits else "end the timeline with a wait"
            message = (
                f'"{consumer}" writes to the table whose stream invokes it, and feeds itself: {self._in_loops:,} such '
                f"writes, and no end (F231, F232); let `when`, a filter or a condition end the loop (F233), or {other}"
            )
            raise self._scenario.error(self.places[consumer], "S209", message)

    def _change(self, consumer: str, index: int, template: Template, about: int) -> Change:
        place: KeyPath = (*self.places[consumer], index)
        record = self._run.trace.records[about]
        try:
            write = filled(template.made(1, self._run.now_ms), self._attributes(about))
        except NoAttribute as problem:
            message = f"record {about + 1} ({record.event_name}) has {problem}"
            raise self._scenario.error(place, "S211", message) from None
        for fault in faults_of(write, self._table.schema):
            raise self._scenario.error(place, "S211", f"record {about + 1} ({record.event_name}): {fault.message}")
        try:
            return self._table.apply(write)
        except ImpossibleUpdate as impossible:
            raise self._scenario.error((*place, *template.places[impossible.path]), "S211", str(impossible)) from None

    def _attributes(self, about: int) -> dict[str, AttributeValue]:
        """The attributes of a record: of its new image, else of its old one, and of its keys."""
        record = self._run.trace.records[about]
        images = (record.old_image, record.new_image, self._table.schema.key_item(record.key))
        return dict(chain.from_iterable(image.items() for image in images if image is not None))

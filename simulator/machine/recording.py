"""The recording of a run: the columns that the machine fills as it goes. Everything else is worked out of them."""

from __future__ import annotations

from array import array

from simulator.dynamodb.shards import Shard
from simulator.dynamodb.stream import Stream, StreamRecord
from simulator.dynamodb.table import Change
from simulator.machine.details import Detail, FailureDetail, OpenWindow, PartialDetail
from simulator.machine.steps import ConsumerInfo, Discard, History
from simulator.scenario.events import Event


class Recording:
    """One run, step by step. The four columns with an entry for each step grow together."""

    def __init__(self, consumers: tuple[ConsumerInfo, ...], start_ms: int) -> None:
        self.readers = consumers
        """The consumers in the file's order."""
        self.consumers = tuple(each.name for each in consumers)
        """Their names."""
        self.start_ms = start_ms
        """Epoch milliseconds at which virtual time starts."""
        self.table_name = ""
        """The name of the table."""
        self.end = 0
        """Milliseconds at which the run ended."""
        self.times = array("q")
        """For each step its milliseconds since the start."""
        self.events: list[Event] = []
        """For each step its event."""
        self.record_indexes: list[tuple[int, ...]] = []
        """For each step the records that it is about, as indexes into `records`."""
        self.actors: list[str | None] = []
        """For each step the name of its consumer: every step that reads, processes or idles has one."""
        self.details: dict[int, Detail] = {}
        """The details of a step that has any, by its number."""
        self.writes: dict[int, Change] = {}
        """The change that a write made, by the number of its step."""
        self.key_names: tuple[str, ...] = ()
        """The names of its key attributes."""
        self.effects: dict[int, tuple[int, ...]] = {}
        """The records for which a function had its effect outside, by the number of the step of its invocation."""
        self.written_by: dict[int, tuple[str, int]] = {}
        """For the writes that functions made, by the numbers of their steps: the consumer, and the record that its
        function worked on, as an index into `records`."""
        self.labels: dict[str, int] = {}
        """The entries of the timeline that have a label, by it: each entry as its index in the file."""
        self.actions: dict[int, tuple[int, int]] = {}
        """For each action of the timeline that has happened, by the index of its entry: the newest step before it, and
        the newest one right after its first round. They are the same where it has no step of its own."""
        self.happened = array("q")
        """For each entry of the timeline that has happened, in the file's order, the time of its first round in
        milliseconds since the start; of a wait that of its end."""
        self.records: list[StreamRecord] = []
        """Every record ever captured, in capture order."""
        self.streams: list[Stream] = []
        """Every stream of the table, the newest last."""
        self.discards: list[Discard] = []
        """The batches that Lambda gave up, in order."""
        self.reports: dict[int, tuple[str, ...]] = {}
        """The item identifiers that a function returned as failed, by the number of the step that ended its invocation,
        also where the mapping does not read such a report."""
        self.open_windows: dict[int, OpenWindow] = {}
        """The tumbling window of an invocation, by the number of a step in which it begins, is refused, or ends without
        closing the window."""
        self.recorded_histories: dict[str, History] = {}
        """The variables that the machine records as they change, by their ids: they change seldom."""

    @property
    def stream(self) -> Stream:
        """The newest stream.

        Raises:
            IndexError: no stream was ever on.
        """
        return self.streams[-1]

    @property
    def shards(self) -> list[Shard]:
        """Every shard, in the order in which they opened."""
        return [shard for stream in self.streams for shard in stream.shards]

    def variable_of(self, kind: str, consumer: str) -> str:
        """The id of a consumer's variable: with several consumers it has the consumer's name in it."""
        return kind if len(self.consumers) == 1 else f"{kind}.{consumer}"

    def leases_of(self, consumer: str) -> History:
        """The leases of a KCL application, as they changed."""
        return self.recorded_histories[self.variable_of("leases", consumer)]

    def finished(self, number: int) -> tuple[int, ...]:
        """The records that a process step finished: all of them, or those before the first that failed."""
        records = self.record_indexes[number - 1]
        detail = self.details.get(number)
        return detail.finished if isinstance(detail, PartialDetail | FailureDetail) else records

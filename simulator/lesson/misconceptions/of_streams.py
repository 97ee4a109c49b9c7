"""Wrong beliefs about a stream's life, and about reading it."""

from __future__ import annotations

from simulator.lesson.misconceptions.misconception import READING, RECORDS, Misconception
from simulator.lesson.misconceptions.needs import has_three_consumers, lists_once, turns_a_stream_on
from simulator.scenario.events import Event

OF_STREAMS: tuple[Misconception, ...] = (
    Misconception(
        number="F281",
        slug="enabling-replays",
        belief="Turning a stream on replays the items that are there.",
        expects="Each item of the table comes as an INSERT.",
        refutation="Only changes made from now on are captured. What is in the table already takes a scan or an "
        "export.",
        decision="enabling_replays_items",
        affected_events=RECORDS,
        refuted_by=frozenset({Event.AVAILABLE_STREAM_ENABLED}),
        needs=turns_a_stream_on,
    ),
    Misconception(
        number="F280",
        slug="reenabling-resumes",
        belief="Turning the stream off and on again goes on where it was.",
        expects="The same stream has more records, and its readers read on.",
        refutation="It is a new stream with a new ARN. Readers of the old one stay there, and what was written in "
        "between has no record.",
        decision="reenabling_resumes",
        affected_events=READING,
        affected_variables=frozenset({"open_shards", "stream_status"}),
        refuted_by=frozenset({Event.AVAILABLE_STREAM_ENABLED}),
        needs=turns_a_stream_on,
    ),
    Misconception(
        number="F303",
        slug="records-stay",
        belief="Records stay until I have read them, or for as long as I set.",
        expects="A reader that was away for days catches up.",
        refutation="After 24 hours a record may be trimmed, read or not, and nothing changes that.",
        decision="records_are_trimmed",
        affected_events=READING
        | {Event.AVAILABLE_TRIMMED, Event.READ_TRIMMED, Event.PROCESS_FAILED, Event.PROCESS_DISCARDED},
        affected_variables=frozenset({"checkpoint"}),
        refuted_by=frozenset({Event.AVAILABLE_TRIMMED}),
    ),
    Misconception(
        number="F4",
        slug="reading-removes",
        belief="Reading takes records out of the stream, as from a queue.",
        expects="A second reader finds nothing of what the first one has read.",
        refutation="A read leaves the stream as it is. Every reader has its own place, and records go when they are 24 "
        "hours old.",
        decision="reading_removes",
        affected_events=READING,
    ),
    Misconception(
        number="F298",
        slug="empty-means-done",
        belief="An empty page means that I have read everything and am done.",
        expects="After its first empty poll the reader stops.",
        refutation="An open shard gives empty pages for ever. Only a missing NextShardIterator ends a shard.",
        decision="empty_page_ends_reading",
        affected_events=READING | {Event.READ_EMPTY, Event.READ_SHARD_END, Event.IDLE_WAITING},
        affected_variables=frozenset({"consumer_state"}),
    ),
    Misconception(
        number="F299",
        slug="last-page-is-empty",
        belief="A page without NextShardIterator has no records.",
        expects="A reader that sees it leaves the shard at once.",
        refutation="The last page of a closed shard can carry records. A reader that leaves then has lost them.",
        decision="last_page_is_empty",
        affected_events=READING | {Event.READ_SHARD_END},
    ),
    Misconception(
        number="F300",
        slug="listed-once",
        belief="I can list the shards once at start-up.",
        expects="The reader goes on with the children of a shard that is split.",
        refutation="Shards split, and close after a few hours where nothing splits. A reader that does not list them "
        "again goes silent.",
        decision="listing_once_is_enough",
        affected_events=READING | {Event.READ_SHARD_END},
        refuted_by=frozenset({Event.READ_SHARD_END}),
        needs=lists_once,
    ),
    Misconception(
        number="F301",
        slug="children-with-parents",
        belief="Child shards can be read in parallel with their parent.",
        expects="Readers begin with a new shard at once.",
        refutation="An item's older changes may still be in the parent. Read first, the child would overtake them.",
        decision="children_wait_for_parents",
        affected_events=READING,
        refuted_by=frozenset({Event.READ_SHARD_END}),
    ),
    Misconception(
        number="F302",
        slug="iterators-are-checkpoints",
        belief="An iterator can be stored, and used when I come back.",
        expects="After a long pause the old iterator goes on.",
        refutation="An iterator expires after 15 minutes. What can be stored is a sequence number.",
        decision="iterators_expire",
        affected_events=READING | {Event.READ_ITERATOR_EXPIRED, Event.READ_TRIMMED},
        refuted_by=frozenset({Event.READ_ITERATOR_EXPIRED}),
    ),
    Misconception(
        number="F304",
        slug="any-number-of-readers",
        belief="Any number of readers can read one stream at the same time.",
        expects="A third reader reads like the first two.",
        refutation="Two readers of a shard at a time are what the service is made for; more may be throttled.",
        decision="third_reader_is_throttled",
        affected_events=READING | {Event.READ_THROTTLED},
        refuted_by=frozenset({Event.READ_THROTTLED}),
        needs=has_three_consumers,
    ),
)

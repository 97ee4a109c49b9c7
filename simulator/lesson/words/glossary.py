"""The glossary for learners: the terms of the field, each in at most two sentences with the fact behind it."""

from __future__ import annotations

from typing import NamedTuple

from simulator.lesson.words.prose import Prose
from simulator.lesson.words.references import references
from simulator.lesson.words.sentences import cite


class Term(NamedTuple):
    """One entry of the glossary."""

    id: str
    """Its id, as a reference `term:shard-iterator` names it."""
    name: str
    forms: str
    """The words by which a sentence means it, as a regular expression."""
    template: str
    """The sentences, with the fact cited as `{F114}`."""

    @property
    def explanation(self) -> Prose:
        """The sentences, with the fact as a reference."""
        return cite(self.template)

    @property
    def fact(self) -> str:
        """The number of the fact behind it."""
        return references(self.explanation)[0].target


_ENTRIES = (
    (
        "at least once",
        "at least once",
        "The promise that each record is handed over, and perhaps more than once ({F202}).",
    ),
    (
        "batch",
        "batch(?:es)?",
        "The records of one shard that a function gets in one invocation ({F167}).",
    ),
    (
        "batching window",
        "batching windows?",
        "How long Lambda may gather records before it invokes the function with them ({F164}).",
    ),
    (
        "bisect",
        "BisectBatchOnFunctionError|bisect(?:s|ed)?",
        "To split a batch that failed in two, so that each half is tried on its own ({F186}).",
    ),
    (
        "checkpoint",
        "checkpoints?",
        "How far a consumer has come in a shard, as it has stored it; a poller of the simulator stores nothing, and "
        "only has a position. A worker that takes the shard over goes on after the checkpoint ({F243}).",
    ),
    (
        "destination",
        "destinations?",
        "Where a mapping reports the records that it gives up on: an SQS queue, an SNS topic or an S3 bucket ({F195}).",
    ),
    (
        "event source mapping",
        "(?:event source )?mappings?",
        "The part of Lambda that polls a stream and invokes a function with what it finds ({F160}).",
    ),
    (
        "failover time",
        "failover time",
        "How long a worker's lease must stand still before another worker may take it ({F242}).",
    ),
    (
        "filter",
        "filters?",
        "Patterns of a mapping. It skips a record that matches none of them, and the function never sees it ({F215}).",
    ),
    (
        "idempotent",
        "idempotent",
        "Said of a handler for which a record that comes twice has the same effect as one that comes once ({F202}).",
    ),
    (
        "image",
        "(?:old |new )?images?",
        "A copy of the whole item in a record: the old image is the item before the change, the new image the item "
        "after it ({F21}).",
    ),
    (
        "invocation",
        "invocations?|invoked",
        "One call of the function, with one batch. The shard's next batch waits until it has ended ({F170}).",
    ),
    (
        "iterator age",
        "iterator ages?",
        "How old the last record of a batch is when the work on it ends; while nothing is worked on there is no new "
        "value. An age that grows says that the consumer falls behind ({F206}).",
    ),
    (
        "KCL",
        "KCL",
        "The Kinesis Client Library: code that shares the shards out among workers and keeps their checkpoints "
        "({F236}).",
    ),
    (
        "LATEST",
        "LATEST",
        "The starting position after the newest record of a shard: only later records are read ({F134}).",
    ),
    (
        "lease",
        "leases?",
        "The row in the application's own table that says which worker has a shard, and how far it is done ({F238}).",
    ),
    (
        "parent and child",
        "parents?|child(?:ren)?|child shards?",
        "A closed shard is the parent of the shards in which its records go on. A reader finishes the parent first "
        "({F124}).",
    ),
    (
        "poison pill",
        "poison pills?",
        "A record on which the function fails each time, so that its shard makes no progress ({F181}).",
    ),
    (
        "poll",
        "polls?|polling",
        "A consumer's request for records. The stream delivers nothing by itself ({F3}).",
    ),
    (
        "report of failures",
        r"ReportBatchItemFailures|reported|(?<!consumer )reports?",
        "A function's answer that names the records that failed, in place of an error that fails the whole batch "
        "({F187}).",
    ),
    (
        "roll-over",
        "roll(?:s|ed)? over|roll-over",
        "A shard that is about four hours old is closed, and one child takes its place ({F118}).",
    ),
    (
        "sequence number",
        "sequence numbers?",
        "The position of a record in its shard: a large number that only grows, with gaps ({F29}).",
    ),
    (
        "shard",
        "shards?",
        "A part of the stream that holds records in their order. A stream has one or several ({F114}).",
    ),
    (
        "shard iterator",
        "(?:shard )?iterators?(?! age)",
        "A pointer to a place in a shard, which a read needs. It expires after 15 minutes ({F138}).",
    ),
    (
        "split",
        "splits?",
        "A partition that has become too big or too busy is divided: its shard is closed, and each part gets a new "
        "shard ({F117}).",
    ),
    (
        "stream",
        "streams?",
        "A log of the changes to the items of one table, in their order, kept for 24 hours ({F1}).",
    ),
    (
        "stream record",
        "(?:stream )?records?",
        "One change to one item, as the stream keeps it ({F40}).",
    ),
    (
        "throttled",
        "throttle[sd]?|throttling",
        "Refused for the moment because too much was asked at once; the caller tries again ({F149}).",
    ),
    (
        "time to live",
        "time to live",
        "The setting by which items expire: the service deletes an item some time after the date in its attribute "
        "({F69}).",
    ),
    (
        "transaction",
        "transactions?",
        "Several writes that are done together or not at all. Their records are not tied together in the stream "
        "({F61}).",
    ),
    (
        "TRIM_HORIZON",
        "TRIM_HORIZON",
        "The starting position at the oldest record that a shard still has ({F134}).",
    ),
    (
        "trimming",
        "trim(?:s|med|ming)",
        "The removal of records from the stream when they are 24 hours old, read or not ({F150}).",
    ),
    (
        "tumbling window",
        "tumbling windows?",
        "A stretch of time over which a function adds up its records, its state handed on from one invocation to the "
        "next ({F210}).",
    ),
    (
        "userIdentity",
        "userIdentity",
        "A field of a record. It is there only where time to live deleted the item ({F36}).",
    ),
    (
        "view type",
        "view types?|StreamViewType",
        "The setting of a stream that says what its records carry of the item: the keys, the old image, the new one, "
        "or both ({F86}).",
    ),
    (
        "worker",
        "workers?",
        "One running copy of a KCL application. It reads the shards whose leases it has ({F239}).",
    ),
)

TERMS = {
    name.lower().replace(" ", "-"): Term(name.lower().replace(" ", "-"), name, forms, template)
    for name, forms, template in _ENTRIES
}
"""Every term by its id, in alphabetical order."""

"""Wrong beliefs about DynamoDB Streams, each as the service with one decision wrong.

Running a scenario under one shows what its believer would expect; where that run and the documented one part is where
the belief is refuted.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.dynamodb.rules import Rules


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong belief."""

    number: str
    """Its id: the number of the fact that refutes it."""
    slug: str
    """Its name, for people."""
    belief: str
    """What its believer says."""
    expects: str
    """What its believer expects to see."""
    refutation: str
    """Why it is not so."""
    rules: Rules
    """The service as its believer has it."""


MISCONCEPTIONS: tuple[Misconception, ...] = (
    Misconception(
        "F4",
        "reading-removes",
        "Reading takes records out of the stream, as from a queue.",
        "A second reader finds nothing of what the first one has read.",
        "A read leaves the stream as it is. Every reader has its own place, and records go when they are 24 hours old.",
        Rules(reading_removes=True),
    ),
    Misconception(
        "F270",
        "every-write-is-recorded",
        "Every put and every update gives a stream record.",
        "A write that changes nothing shows up as a MODIFY with two equal images.",
        "A write that leaves the item as it was gives no record. It is compared by value, so 1 and 1.00 are the same.",
        Rules(unchanged_write_is_recorded=True),
    ),
    Misconception(
        "F271",
        "overwrite-is-insert",
        "A put is an INSERT, also over an item that is there.",
        "Putting a changed item a second time gives a second INSERT.",
        "The name says what happened to the item. It was there and is different now: one MODIFY.",
        Rules(overwrite_is_modify=False),
    ),
    Misconception(
        "F272",
        "update-is-modify",
        "An update is always a MODIFY.",
        "An update that creates the item gives a MODIFY.",
        "There was no item before, so it is an INSERT, whichever call made it.",
        Rules(upsert_is_insert=False),
    ),
    Misconception(
        "F274",
        "missing-delete-is-recorded",
        "Deleting an item that is not there gives a REMOVE.",
        "Every delete call has its record.",
        "Nothing was removed, so nothing is recorded. The call succeeds all the same.",
        Rules(missing_delete_is_recorded=True),
    ),
    Misconception(
        "F275",
        "failed-condition-is-recorded",
        "A write whose condition fails leaves a trace in the stream.",
        "The refused write has a record with the item as it is.",
        "The stream has changes. A refused write changes nothing, so there is nothing to record.",
        Rules(rejected_write_is_recorded=True),
    ),
    Misconception(
        "F276",
        "images-are-differences",
        "An image holds only the attributes that changed.",
        "A MODIFY has the key and the changed attributes in both images.",
        "Images are whole items. What changed is for the reader to work out from the two of them.",
        Rules(images_are_whole=False),
    ),
    Misconception(
        "F278",
        "new-image-archives-deletes",
        "With NEW_IMAGE I can archive deleted items.",
        "A REMOVE brings the item's last state as its NewImage.",
        "After a delete there is no new item, so there is no NewImage. To keep what was deleted a view needs the old "
        "one.",
        Rules(remove_has_new_image=True),
    ),
    Misconception(
        "F280",
        "reenabling-resumes",
        "Turning the stream off and on again goes on where it was.",
        "The same stream has more records, and its readers read on.",
        "It is a new stream with a new ARN. Readers of the old one stay there, and what was written in between is "
        "lost.",
        Rules(reenabling_resumes=True),
    ),
    Misconception(
        "F281",
        "enabling-replays",
        "Turning a stream on replays the items that are there.",
        "Each item of the table comes as an INSERT.",
        "Only changes made from now on are captured. What is in the table already takes a scan or an export.",
        Rules(enabling_replays_items=True),
    ),
    Misconception(
        "F288",
        "lambda-is-pushed",
        "DynamoDB pushes each record to Lambda.",
        "The function runs at the moment at which a record becomes available.",
        "Lambda polls every shard about four times a second, and invokes the function with what a poll brought.",
        Rules(mapping_polls=False),
    ),
    Misconception(
        "F289",
        "exactly-once",
        "Streams give exactly-once processing.",
        "After a crash the next worker goes on with the first record that was not handled.",
        "The next worker goes on after the last checkpoint. What was handled since then is handled again, so handlers "
        "must be idempotent.",
        Rules(takeover_redelivers=False),
    ),
    Misconception(
        "F290",
        "skipped-after-a-few-tries",
        "A bad record is skipped after a few tries.",
        "After three invocations the batch is given up, and the shard goes on.",
        "By default a batch is tried until its records expire, for up to 24 hours, and its shard waits all that time.",
        Rules(retries_until_expiry=False),
    ),
    Misconception(
        "F291",
        "bad-record-blocks-all",
        "A record that fails holds up the whole table.",
        "No shard makes progress while one batch is being retried.",
        "Only its own shard waits. The other shards go on.",
        Rules(failure_blocks_every_shard=True),
    ),
    Misconception(
        "F292",
        "retries-are-invocations",
        "MaximumRetryAttempts 3 means three invocations.",
        "One invocation fewer than there are.",
        "The first try is no retry: with n retries the function is invoked n+1 times.",
        Rules(retries_count_the_first_try=True),
    ),
    Misconception(
        "F293",
        "failures-are-picked",
        "Only the records that batchItemFailures lists are tried again.",
        "What stands after the first failed record and succeeded is done with.",
        "On a stream it is a rewind: everything from the lowest listed sequence number on comes again.",
        Rules(report_is_a_rewind=False),
    ),
    Misconception(
        "F294",
        "reporting-is-enough",
        "Returning batchItemFailures is enough.",
        "The records that the function names are tried again.",
        "Unless the mapping has ReportBatchItemFailures the answer is ignored, and the whole batch counts as done.",
        Rules(report_needs_the_setting=False),
    ),
    Misconception(
        "F298",
        "empty-means-done",
        "An empty page means that I have read everything and am done.",
        "After its first empty poll the reader stops.",
        "An open shard gives empty pages for ever. Only a missing NextShardIterator ends a shard.",
        Rules(empty_page_ends_reading=True),
    ),
    Misconception(
        "F299",
        "last-page-is-empty",
        "A page without NextShardIterator has no records.",
        "A reader that sees it leaves the shard at once.",
        "The last page of a closed shard can carry records. Whoever leaves without them has lost them.",
        Rules(last_page_is_empty=True),
    ),
    Misconception(
        "F301",
        "children-with-parents",
        "Child shards can be read in parallel with their parent.",
        "Readers begin with a new shard at once.",
        "An item's older changes may still be in the parent. Read first, the child would overtake them.",
        Rules(children_wait_for_parents=False),
    ),
    Misconception(
        "F302",
        "iterators-are-checkpoints",
        "An iterator can be stored, and used when I come back.",
        "After a long pause the old iterator goes on.",
        "An iterator expires after 15 minutes. What can be stored is a sequence number.",
        Rules(iterators_expire=False),
    ),
    Misconception(
        "F303",
        "records-stay",
        "Records stay until I have read them, or for as long as I set.",
        "A reader that was away for days catches up.",
        "After 24 hours a record may be trimmed, read or not, and nothing changes that.",
        Rules(records_are_trimmed=False),
    ),
    Misconception(
        "F304",
        "any-number-of-readers",
        "Any number of readers can hang on one stream.",
        "A third reader reads like the first two.",
        "Two readers of a shard at a time are what the service is made for; more may be throttled.",
        Rules(third_reader_is_throttled=False),
    ),
    Misconception(
        "F308",
        "ttl-is-a-timer",
        "Time to live deletes the item at its timestamp.",
        "The REMOVE comes at the expiry second.",
        "Expired items are deleted some time later, typically within about two days, and until then they can be read.",
        Rules(expiry_is_a_timer=True),
    ),
    Misconception(
        "F309",
        "ttl-looks-like-any-delete",
        "A time-to-live delete looks like any other.",
        "Its record has no userIdentity, and a filter for it finds nothing.",
        "Its record names the service in userIdentity, and that tells it from a delete by a person.",
        Rules(expiry_is_marked=False),
    ),
    Misconception(
        "F310",
        "transactions-are-units",
        "A transaction's records come together and in order.",
        "They follow one another in the stream, in the order of the request.",
        "They reach the stream one by one, at different times, and others may come between them.",
        Rules(transaction_is_a_unit=True),
    ),
    Misconception(
        "F311",
        "batch-is-one-record",
        "BatchWriteItem gives one record.",
        "Of a whole batch one record is captured.",
        "A batch is several writes that have nothing to do with one another: one record for each item that changed.",
        Rules(batch_is_one_record=True),
    ),
    Misconception(
        "F313",
        "numbers-filter-as-numbers",
        "A numeric filter works on number attributes.",
        "A pattern such as numeric > 100 lets the larger numbers pass.",
        "In the event the value of an N is a text, and numeric filters do not look at texts.",
        Rules(numbers_filter_as_numbers=True),
    ),
)
"""In the order of the facts' numbers."""


def misconception(name: str) -> Misconception | None:
    """A misconception by its number (`F298`) or its slug (`empty-means-done`); None where there is no such one."""
    wanted = name.lower()
    return next((each for each in MISCONCEPTIONS if wanted in (each.number.lower(), each.slug)), None)

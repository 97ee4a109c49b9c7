"""The service's decisions, as named switches.

`AWS` is the documented behaviour. A `Rules` value with one decision wrong is a misconception: the same scenario under
it shows the expectations of someone who believes it (`simulator.lesson.misconceptions.catalogue` has them by name).
"""

from __future__ import annotations

from typing import NamedTuple


class Rules(NamedTuple):
    """The decisions of the service. Defaults are the documented behaviour; each names the belief in its opposite."""

    # Writes and their records

    unchanged_write_is_recorded: bool = False
    """Does a put or update that changes nothing give a record? No (F43, F44; the belief: F270)."""

    overwrite_is_modify: bool = True
    """Is a put over an existing, different item a MODIFY? Yes (F42; the belief that it is an INSERT: F271)."""

    upsert_is_insert: bool = True
    """Is an update that creates the item an INSERT? Yes (F48; the belief that it is a MODIFY: F272)."""

    missing_delete_is_recorded: bool = False
    """Does the delete of a missing item give a REMOVE? No (F53; the belief: F274)."""

    rejected_write_is_recorded: bool = False
    """Does a write whose condition fails show up in the stream? No (F54; the belief: F275)."""

    batch_is_one_record: bool = False
    """Is a batch one record? No, one for each item that changed (F56; the belief: F311)."""

    transaction_is_a_unit: bool = False
    """Do a transaction's records come together and in order? Not always (F61; the belief: F310)."""

    images_are_whole: bool = True
    """Do images hold the whole item? Yes (F21; the belief that they hold only what changed: F276)."""

    remove_has_new_image: bool = False
    """Does NEW_IMAGE keep a deleted item's last state? No (F86, F87; the belief: F278)."""

    # Time to live

    expiry_is_a_timer: bool = False
    """Does time to live delete at the expiry second? No, some time after it (F69; the belief: F308)."""

    expiry_is_marked: bool = True
    """Does a time-to-live delete say who did it? Yes, in userIdentity (F36; the belief that it does not: F309)."""

    # The stream's life

    enabling_replays_items: bool = False
    """Does turning a stream on replay the items that are there? No (F85; the belief: F281)."""

    reenabling_resumes: bool = False
    """Does a stream that is turned on again go on where it was? No, it is a new one (F106; the belief: F280)."""

    records_are_trimmed: bool = True
    """Are records trimmed at 24 hours? Yes (F150; the belief that they can be kept: F303)."""

    # Reading

    reading_removes: bool = False
    """Does a read take records out of the stream? No (F4)."""

    empty_page_ends_reading: bool = False
    """Does an empty page say that a reader is done? No (F144, F145; the belief: F298)."""

    last_page_is_empty: bool = False
    """Is a page without NextShardIterator always empty? No, it may have the last records (F146; the belief: F299)."""

    children_wait_for_parents: bool = True
    """Is a parent shard read to its end before its children? Yes (F124; the belief that it need not be: F301)."""

    listing_once_is_enough: bool = False
    """Does a reader that has listed the shards once learn of later ones? No (F300; the belief that it need not)."""

    iterators_expire: bool = True
    """Does a shard iterator expire after 15 minutes? Yes (F138; the belief that it can be stored: F302)."""

    third_reader_is_throttled: bool = True
    """Is the third reader of a shard throttled? It may be (F148; the belief in any number: F304)."""

    # Lambda

    mapping_polls: bool = True
    """Does Lambda poll the shards? Yes (F160; the belief that DynamoDB pushes: F288)."""

    retries_until_expiry: bool = True
    """Is a failed batch by default tried until it expires? Yes (F180; the belief in a few tries: F290)."""

    failure_blocks_every_shard: bool = False
    """Does a failing batch stop the other shards too? No (F181; the belief: F291)."""

    retries_count_the_first_try: bool = False
    """Is the first invocation one of MaximumRetryAttempts? No (F183; the belief: F292)."""

    report_is_a_rewind: bool = True
    """Does a reported failure repeat all that follows it? Yes (F188; the belief that it is a pick-list: F293)."""

    report_needs_the_setting: bool = True
    """Is a report without ReportBatchItemFailures ignored? Yes (F187; the belief that it counts: F294)."""

    numbers_filter_as_numbers: bool = False
    """Do numeric filters work on item attributes? No, N is a string (F218; the belief: F313)."""

    loops_are_stopped: bool = False
    """Does Lambda stop a function that feeds itself through the table? No (F232; the belief: F316)."""

    position_outlasts_deletion: bool = False
    """Does a mapping that is created again go on where the deleted one was? No (F174; the belief that it does)."""

    throttling_uses_retries: bool = False
    """Does a refused invocation use up a retry? No (F184; the belief that it does: F184)."""

    retry_repeats_the_batch: bool = True
    """Does a retry begin with the first record of the batch? Yes (F205; the belief that it starts where it failed)."""

    # KCL

    shard_end_needs_a_checkpoint: bool = True
    """Do children wait for the checkpoint at their parent's end? Yes (F244; the belief that they need none)."""

    takeover_redelivers: bool = True
    """Does a take-over repeat what came after the last checkpoint? Yes (F243; the belief in exactly once: F289)."""


AWS = Rules()
"""The documented service."""

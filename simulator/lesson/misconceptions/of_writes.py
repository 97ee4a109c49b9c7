"""Wrong beliefs about writes and the records that follow from them, time to live included."""

from __future__ import annotations

from simulator.dynamodb.stream import ViewType
from simulator.dynamodb.table import Operation
from simulator.lesson.misconceptions.misconception import READING, RECORDS, Misconception
from simulator.lesson.misconceptions.needs import has_time_to_live
from simulator.scenario.events import Event

OF_WRITES: tuple[Misconception, ...] = (
    Misconception(
        number="F270",
        slug="every-write-is-recorded",
        belief="Every put and every update gives a stream record.",
        expects="A write that changes nothing shows up as a MODIFY with two equal images.",
        refutation="A write that leaves the item as it was gives no record. It is compared by value, so 1 and 1.00 are "
        "the same.",
        decision="unchanged_write_is_recorded",
        affected_events=RECORDS,
        refuted_by=frozenset({Event.WRITE_UNCHANGED}),
        operations=frozenset({Operation.PUT, Operation.UPDATE}),
    ),
    Misconception(
        number="F271",
        slug="overwrite-is-insert",
        belief="A put is an INSERT, also over an item that is there.",
        expects="Putting a changed item a second time gives a second INSERT.",
        refutation="The name says what happened to the item. It was there and is different now: one MODIFY.",
        decision="overwrite_is_modify",
        refuted_by=frozenset({Event.WRITE_MODIFY}),
        operations=frozenset({Operation.PUT}),
    ),
    Misconception(
        number="F272",
        slug="update-is-modify",
        belief="An update is always a MODIFY.",
        expects="An update that creates the item gives a MODIFY.",
        refutation="There was no item before, so it is an INSERT, whichever call made it.",
        decision="upsert_is_insert",
        refuted_by=frozenset({Event.WRITE_INSERT}),
        operations=frozenset({Operation.UPDATE}),
    ),
    Misconception(
        number="F274",
        slug="missing-delete-is-recorded",
        belief="Deleting an item that is not there gives a REMOVE.",
        expects="Every delete call has its record.",
        refutation="Nothing was removed, so nothing is recorded. The call succeeds all the same.",
        decision="missing_delete_is_recorded",
        affected_events=RECORDS,
        refuted_by=frozenset({Event.WRITE_UNCHANGED}),
        operations=frozenset({Operation.DELETE}),
    ),
    Misconception(
        number="F275",
        slug="failed-condition-is-recorded",
        belief="A write whose condition fails leaves a trace in the stream.",
        expects="The refused write has a record with the item as it is.",
        refutation="A stream records changes. A refused write changes nothing, so there is nothing to record.",
        decision="rejected_write_is_recorded",
        affected_events=RECORDS,
        refuted_by=frozenset({Event.WRITE_REJECTED, Event.WRITE_CANCELLED}),
    ),
    Misconception(
        number="F311",
        slug="batch-is-one-record",
        belief="BatchWriteItem gives one record.",
        expects="Of a whole batch one record is captured.",
        refutation="A batch is several writes that have nothing to do with one another: one record for each item that "
        "changed.",
        decision="batch_is_one_record",
        affected_events=RECORDS,
    ),
    Misconception(
        number="F310",
        slug="transactions-are-units",
        belief="A transaction's records come together and in order.",
        expects="They follow one another in the stream, in the order of the request.",
        refutation="They reach the stream one by one, at different times, and others may come between them.",
        decision="transaction_is_a_unit",
        affected_events=frozenset({Event.CAPTURE_RECORD, Event.READ_RECORDS}),
        affects_transactions=True,
    ),
    Misconception(
        number="F276",
        slug="images-are-differences",
        belief="An image holds only the attributes that changed.",
        expects="A MODIFY has the key and the changed attributes in both images.",
        refutation="Images are whole items. What changed is for the reader to work out from the two of them.",
        decision="images_are_whole",
        affected_images=frozenset(ViewType),
    ),
    Misconception(
        number="F278",
        slug="new-image-archives-deletes",
        belief="With NEW_IMAGE I can archive deleted items.",
        expects="A REMOVE brings the item's last state as its NewImage.",
        refutation="After a delete there is no new item, so there is no NewImage. To keep what was deleted a view "
        "needs the old one.",
        decision="remove_has_new_image",
        affected_images=frozenset({ViewType.NEW_IMAGE}),
    ),
    Misconception(
        number="F308",
        slug="ttl-is-a-timer",
        belief="Time to live deletes the item at its timestamp.",
        expects="The REMOVE comes at the expiry second.",
        refutation="Expired items are deleted some time later, typically within about two days, and until then they "
        "can be read.",
        decision="expiry_is_a_timer",
        affected_events=frozenset({Event.WRITE_REMOVE}),
        affected_variables=frozenset({"table_data"}),
        refuted_by=frozenset({Event.WRITE_REMOVE}),
        operations=frozenset({Operation.EXPIRY}),
        needs=has_time_to_live,
    ),
    Misconception(
        number="F309",
        slug="ttl-looks-like-any-delete",
        belief="A time-to-live delete looks like any other.",
        expects="Its record has no userIdentity, and a filter for it finds nothing.",
        refutation="Its record names the service in userIdentity, and that tells it from a delete by a person.",
        decision="expiry_is_marked",
        affected_events=READING | {Event.PROCESS_FILTERED},
        affects_identity=True,
        needs=has_time_to_live,
    ),
)

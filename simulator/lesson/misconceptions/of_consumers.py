"""Wrong beliefs about Lambda and the Kinesis Client Library."""

from __future__ import annotations

from simulator.lesson.misconceptions.misconception import INVOKING, OF_RETRIES, READING, Misconception
from simulator.lesson.misconceptions.needs import has_mapping, has_workers
from simulator.scenario.events import Event

OF_CONSUMERS: tuple[Misconception, ...] = (
    Misconception(
        number="F288",
        slug="lambda-is-pushed",
        belief="DynamoDB pushes each record to Lambda.",
        expects="The function runs at the moment at which a record becomes available.",
        refutation="Lambda polls every shard about four times a second, and invokes the function with what a poll "
        "brought.",
        decision="mapping_polls",
        affected_events=READING,
        needs=has_mapping,
    ),
    Misconception(
        number="F290",
        slug="skipped-after-a-few-tries",
        belief="A bad record is skipped after a few tries.",
        expects="After three invocations the batch is given up, and the shard goes on.",
        refutation="By default a batch is tried until its records expire, for up to 24 hours, and its shard waits all "
        "that time.",
        decision="retries_until_expiry",
        affected_events=INVOKING | {Event.PROCESS_BISECTED},
        affected_variables=OF_RETRIES,
        refuted_by=frozenset({Event.PROCESS_FAILED, Event.PROCESS_PARTIAL}),
        needs=has_mapping,
    ),
    Misconception(
        number="F291",
        slug="bad-record-blocks-all",
        belief="A record that fails holds up the whole table.",
        expects="No shard makes progress while one batch is being retried.",
        refutation="Only its own shard waits. The other shards go on.",
        decision="failure_blocks_every_shard",
        affected_events=READING,
        needs=has_mapping,
    ),
    Misconception(
        number="F292",
        slug="retries-are-invocations",
        belief="MaximumRetryAttempts 3 means three invocations.",
        expects="One invocation fewer than there are.",
        refutation="The first try is no retry: with n retries the function is invoked n+1 times.",
        decision="retries_count_the_first_try",
        affected_events=INVOKING,
        affected_variables=OF_RETRIES,
        refuted_by=frozenset({Event.PROCESS_FAILED, Event.PROCESS_DISCARDED}),
        needs=has_mapping,
    ),
    Misconception(
        number="F293",
        slug="failures-are-picked",
        belief="Only the records that batchItemFailures lists are tried again.",
        expects="What stands after the first failed record and succeeded is done with.",
        refutation="On a stream it is a rewind: everything from the lowest listed sequence number on comes again.",
        decision="report_is_a_rewind",
        affected_events=INVOKING | {Event.PROCESS_DUPLICATE},
        affected_variables=OF_RETRIES,
        refuted_by=frozenset({Event.PROCESS_PARTIAL, Event.PROCESS_DUPLICATE}),
        needs=has_mapping,
    ),
    Misconception(
        number="F294",
        slug="reporting-is-enough",
        belief="Returning batchItemFailures is enough.",
        expects="The records that the function names are tried again.",
        refutation="Unless the mapping has ReportBatchItemFailures the answer is ignored, and the whole batch counts "
        "as done.",
        decision="report_needs_the_setting",
        affected_events=INVOKING,
        affected_variables=OF_RETRIES,
        needs=has_mapping,
    ),
    Misconception(
        number="F313",
        slug="numbers-filter-as-numbers",
        belief="A numeric filter works on number attributes.",
        expects="A pattern such as numeric > 100 lets the larger numbers pass.",
        refutation="In the event the value of an N is a text, and numeric filters do not look at texts.",
        decision="numbers_filter_as_numbers",
        affected_events=READING | {Event.PROCESS_FILTERED},
        refuted_by=frozenset({Event.PROCESS_FILTERED}),
        needs=has_mapping,
    ),
    Misconception(
        number="F289",
        slug="exactly-once",
        belief="Streams give exactly-once processing.",
        expects="After a crash the next worker goes on with the first record that was not handled.",
        refutation="The next worker goes on after the last checkpoint. What was handled since then is handled again, "
        "so handlers must be idempotent.",
        decision="takeover_redelivers",
        affected_events=READING | {Event.PROCESS_DUPLICATE},
        affected_variables=frozenset({"checkpoint"}),
        refuted_by=frozenset({Event.PROCESS_DUPLICATE}),
        needs=has_workers,
    ),
)

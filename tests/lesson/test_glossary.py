"""The glossary: every entry is short and has its fact, and a term is a link where a lesson first uses it."""

from __future__ import annotations

import re

from cases import in_each_case
from loaded_lessons import in_each

from simulator.dynamodb.facts import facts
from simulator.lesson.words.glossary import TERMS
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.prose import Reference, plain, references
from simulator.lesson.words.sentences import cite
from simulator.lesson.words.terms import first_terms, terms_in, with_terms
from simulator.scenario.files.library import lesson_names


@in_each_case("term", TERMS.values())
def test_an_entry_has_one_or_two_sentences_and_a_fact_that_exists(term):
    text = plain(term.explanation)
    assert 1 <= len(re.findall(r"[^.]+\.", text)) <= 2
    assert text.endswith(f"({term.fact}).")
    assert term.fact in facts()
    assert [each.scheme for each in references(term.explanation)] == ["fact"]


def test_the_entries_come_in_alphabetical_order():
    names = [term.name.lower() for term in TERMS.values()]
    assert names == sorted(names)


@in_each_case(
    "words, ids",
    [
        ("Two shards, and one shard.", ["shard"]),
        ("The batching window and the batch.", ["batching-window", "batch"]),
        ("A shard iterator, or iterators.", ["shard-iterator"]),
        ("Its iterator age grows.", ["iterator-age"]),
        ("The child shards of a closed shard.", ["parent-and-child", "shard"]),
        ("BatchWriteItem, sharding and unrecorded.", []),
        ("A key such as my-shard, or batch-2.", []),
        ("Consumer report's poll, and a report.", ["poll", "report-of-failures"]),
        ("Consumer report's poll.", ["poll"]),
    ],
)
def test_words_mean_a_term_as_whole_words_and_the_longest_first(words, ids):
    assert [term.id for term in terms_in((words,))] == ids


def test_the_first_mention_is_a_link_and_the_words_stay():
    prose = cite("A shard holds records; a shard is a part of the stream ({F114}).")
    linked = with_terms(prose, [TERMS["shard"], TERMS["stream"]])
    assert plain(linked) == plain(prose)
    assert linked[1] == Reference("shard", "term", "shard")
    assert [each.target for each in references(linked)] == ["shard", "stream", "F114"]


@in_each(lesson_names())
def test_a_term_belongs_to_the_first_step_whose_reason_uses_it(lesson):
    trace = lesson.trace
    said = {number: terms_in(narrate(trace, number)) for number in range(1, len(trace.steps) + 1)}
    first = {term.id: number for number, terms in reversed(said.items()) for term in terms}
    assert {term.id: number for number, terms in first_terms(trace).items() for term in terms} == first

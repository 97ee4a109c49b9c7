"""`streamsim glossary`: every term, with its explanation."""

from __future__ import annotations

import json

from simulator.lesson.words.glossary import TERMS
from simulator.lesson.words.prose import plain


def test_every_term_is_followed_by_its_explanation(streamsim):
    status, out, _ = streamsim("glossary")
    assert status == 0
    folded = " ".join(out.split())
    for term in TERMS.values():
        assert f"{term.name} {plain(term.explanation)}" in folded
    assert max(map(len, out.splitlines())) <= 80


def test_the_glossary_as_json(streamsim):
    _, out, _ = streamsim("glossary", "--format", "json")
    listed = {each["id"]: each for each in json.loads(out)}
    assert list(listed) == list(TERMS)
    assert listed["shard"]["fact"] == "F114"
    assert listed["shard"]["text"] == plain(TERMS["shard"].explanation)

"""The lessons of the library, and small ones made for one test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulator.lesson.lesson import Lesson


@pytest.fixture(scope="session")
def nasty(lesson: Callable[..., Lesson]) -> Lesson:
    """A lesson with markup, wide letters, endless words, several consumers, and escapes wherever they are allowed."""
    return lesson(
        r'put: {order_id: "o\e[31m1\n\u202e", "n\e]0;x\a": "v\0\x9b", s: !!set {"\e"}, m: {"k\e": ["\r"]}}',
        r'update: {key: {order_id: "o\e[31m1\n\u202e"}, set: {x: 1}}',
        r'{put: {order_id: "o\e[31m1\n\u202e"}, condition: {attribute_not_exists: order_id}}',
        *(f"put: {{order_id: {'x' * 200}{n}}}" for n in range(3)),
        title="[/x] DynamoDB ストリームの概要: " + "とても長い題名 " * 8 + "end",
        more=(
            f"summary: {'読者' * 90} and {'x' * 200} [bold red] [/] and a sentence that is long enough to be folded.\n"
            f"execution_sample: [{'変更' * 50}, {'y' * 150}, '[/x]']\n"
            "consumers:\n"
            f"  - name: 読者{'x' * 60}\n"
            f"  - name: b{'読' * 40}\n"
            f"key_moments: [{{question: {'何故' * 50}, answer: '[/x] {'z' * 100}'}}]\n"
            f"quiz: [{{question: '{'質問' * 60} [/x]', choices: [{{text: {'答' * 60}, correct: true}}, '[/b]'], "
            f"hint: {'ヒント' * 40}, explanation: {'説明' * 60}}}]\n"
            f"concept_snapshot: ['[/x] {'要点' * 60}']\n"
            f"transcript: |\n  {'一' * 100}\n\n  - {'二' * 100}\n  - [/x]\n"
        ),
    )

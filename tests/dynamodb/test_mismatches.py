"""Why an event does not meet a pattern: the field, the reason and the fact."""

from __future__ import annotations

from typing import Any

from cases import in_each_case

from simulator.dynamodb.mismatches import mismatch
from simulator.dynamodb.patterns import matches

EVENT: dict[str, Any] = {
    "eventName": "INSERT",
    "dynamodb": {
        "ApproximateCreationDateTime": 1704067200,
        "Keys": {"id": {"S": "a"}},
        "NewImage": {"id": {"S": "a"}, "amount": {"N": "150"}, "status": {"S": "PLACED"}, "lines": {"L": [{"S": "x"}]}},
        "StreamViewType": "NEW_IMAGE",
    },
}
REMOVED = {"eventName": "REMOVE", "dynamodb": {"Keys": {"id": {"S": "a"}}, "StreamViewType": "NEW_IMAGE"}}


def new(**attributes: Any) -> dict[str, Any]:
    """A pattern of the new image."""
    return {"dynamodb": {"NewImage": attributes}}


@in_each_case(
    "pattern, field, reason, fact",
    [
        (
            new(amount={"N": [{"numeric": [">", 100]}]}),
            "dynamodb.NewImage.amount.N",
            'is "150", a string, and numeric [">", 100] compares numbers only',
            "F218",
        ),
        (
            new(status={"S": ["PAID", "SENT"]}),
            "dynamodb.NewImage.status.S",
            'is "PLACED", and the pattern wants "PAID" or "SENT"',
            "F220",
        ),
        (
            new(status=["PAID"]),
            "dynamodb.NewImage.status",
            'is no leaf node but an object with the type key "S", and values match leaf nodes only',
            "F216",
        ),
        (
            new(status=[{"exists": True}]),
            "dynamodb.NewImage.status",
            'is no leaf node but an object with the type key "S", and exists is for leaf nodes only',
            "F221",
        ),
        (new(paid={"BOOL": [True]}), "dynamodb.NewImage.paid", "is not there", "F214"),
        (new(lines={"L": {"S": ["y"]}}), "dynamodb.NewImage.lines.L", "has no element that matches", "F214"),
        (
            {"dynamodb": {"OldImage": {"status": {"S": ["PAID"]}}}},
            "dynamodb.OldImage",
            "is not there: the view type NEW_IMAGE has no OldImage",
            "F228",
        ),
        ({"eventname": ["INSERT"]}, "eventname", "is not there", "F214"),
        (
            {"eventName": ["INSERT"], "dynamodb": {"ApproximateCreationDateTime": [{"numeric": ["<", 5]}]}},
            "dynamodb.ApproximateCreationDateTime",
            'is 1704067200, and the pattern wants numeric ["<", 5]',
            "F214",
        ),
    ],
)
def test_the_field_that_did_not_match_and_the_reason(
    pattern: dict[str, Any], field: str, reason: str, fact: str
) -> None:
    assert not matches(pattern, EVENT)
    assert mismatch(pattern, EVENT) == (field, reason, fact)


def test_an_image_that_a_remove_has_not_is_named_as_such() -> None:
    found = mismatch(new(status={"S": ["PAID"]}), REMOVED)
    assert found == ("dynamodb.NewImage", "is not there: a REMOVE has no NewImage", "F228")


def test_a_pattern_that_matches_has_no_mismatch() -> None:
    assert mismatch(new(status={"S": ["PLACED"]}), EVENT) is None


def test_a_field_that_is_absent_is_named_before_one_with_another_value():
    pattern = {"a": ["x"], "b": ["y"]}
    assert mismatch(pattern, {"a": "z"}) == ("b", "is not there", "F214")

"""Whole numbers as a person types them."""

from __future__ import annotations

from cases import in_each_case

from simulator.dynamodb.whole_numbers import in_digits, number_in


@in_each_case("text, number", [("1", 1), ("12", 12), ("007", 7), ("0" * 5000 + "9", 9)])
def test_a_number_within_its_bounds_is_read(text: str, number: int):
    assert number_in(text, 1, 12) == number


def test_zero_is_a_number_where_the_bounds_let_it():
    assert number_in("0", 0, 9) == number_in("00", 0, 9) == 0
    assert number_in("0", 1, 9) is None


@in_each_case("text", ["", "-1", "+1", "1.0", "1 ", "1e0", "٣", "²", "１", "13", "1_0", "9" * 5000])
def test_everything_else_is_no_number(text: str):
    assert number_in(text, 1, 12) is None


@in_each_case("text, is_one", [("9" * 5000, True), ("0", True), ("", False), ("-1", False), ("٣", False)])
def test_a_number_in_digits_has_no_sign_and_no_digits_of_other_scripts(text: str, is_one: bool):
    assert in_digits(text) is is_one

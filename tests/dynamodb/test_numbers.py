"""Numbers: exact, in one spelling, 38 digits, 1E-130 to 9.99...E+125 (F24)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cases import in_each_case
from hypothesis import given
from hypothesis import strategies as st

from simulator.dynamodb.attributes import InvalidValue, add_numbers, canonical_number, number


@in_each_case(
    "written, canonical",
    [
        ("0012.500", "12.5"),  # F24's own example
        ("7", "7"),
        ("+7", "7"),
        ("1.00", "1"),
        ("100", "100"),
        ("-3.140", "-3.14"),
        ("0.0010", "0.001"),
        ("-0.5", "-0.5"),
        ("1e3", "1000"),
        ("1.5E+2", "150"),
        ("12.345e1", "123.45"),
        ("25e-1", "2.5"),
        ("1E-3", "0.001"),
        ("1200e-2", "12"),
    ],
)
def test_F24_a_number_has_one_spelling(written: str, canonical: str) -> None:
    assert canonical_number(written) == canonical


@in_each_case("written", ["0", "-0", "000", "0.000", "-0.0", "0E+10", "0e-200"])
def test_F24_zero_is_spelled_0_whatever_its_sign_and_exponent(written: str) -> None:
    assert canonical_number(written) == "0"


@in_each_case("written", ["1" * 38, "-" + "1" * 38, "0." + "1" * 38, "1" * 20 + "." + "1" * 18])
def test_a_number_can_have_38_digits(written: str) -> None:
    assert canonical_number(written) == written


@in_each_case("written", ["1" * 39, "-" + "1" * 39, "0." + "1" * 39, "1" * 20 + "." + "1" * 19])
def test_a_number_cannot_have_39_digits(written: str) -> None:
    with pytest.raises(InvalidValue, match="at most 38 significant digits; this one has 39"):
        canonical_number(written)


@in_each_case(
    "written, canonical",
    [
        ("000" + "1" * 38, "1" * 38),
        ("1" * 38 + "000", "1" * 38 + "000"),
        ("0.000" + "1" * 38, "0.000" + "1" * 38),
        ("1" * 38 + ".000", "1" * 38),
    ],
)
def test_zeroes_at_either_end_do_not_count_as_digits(written: str, canonical: str) -> None:
    assert canonical_number(written) == canonical


def test_the_smallest_magnitude_is_1E_minus_130() -> None:
    assert canonical_number("1E-130") == "0." + "0" * 129 + "1"
    assert canonical_number("-1E-130") == "-0." + "0" * 129 + "1"


@in_each_case("written", ["9.99E-131", "-9.99E-131", "1E-131", "1E-1000000"])
def test_a_smaller_magnitude_is_refused(written: str) -> None:
    with pytest.raises(InvalidValue, match="at least 1E-130"):
        canonical_number(written)


def test_the_largest_magnitude_is_38_nines_and_125_powers_of_ten() -> None:
    largest = "9." + "9" * 37 + "E+125"
    assert canonical_number(largest) == "9" * 38 + "0" * 88
    assert canonical_number("-" + largest) == "-" + "9" * 38 + "0" * 88


@in_each_case("written", ["1E+126", "-1E+126", "10E+125", "1E+1000000"])
def test_a_larger_magnitude_is_refused(written: str) -> None:
    with pytest.raises(InvalidValue, match=r"at most 9\.99\.\.\.E\+125"):
        canonical_number(written)


@in_each_case("written", ["", "-", "abc", "1,5", "0x1F", "12:30", "1e", "1 2", "1E999999999999999999999"])
def test_a_text_that_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(InvalidValue, match="is not a number"):
        canonical_number(written)


@in_each_case("written", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_NaN_and_infinity_are_no_numbers(written: str) -> None:
    with pytest.raises(InvalidValue, match="NaN and Infinity"):
        canonical_number(written)


def test_a_value_of_type_N_takes_text_int_and_Decimal() -> None:
    assert number("12.50") == number(Decimal("12.5")) == ("N", "12.5")
    assert number(-3) == ("N", "-3")


@in_each_case(
    "left, right, total",
    [
        ("0.1", "0.2", "0.3"),
        ("1", "-1", "0"),
        ("99", "1", "100"),
        ("9" * 37 + "0", "9", "9" * 38),
        ("1", "1E-37", "1." + "0" * 36 + "1"),
    ],
)
def test_a_sum_is_exact(left: str, right: str, total: str) -> None:
    assert add_numbers(left, right) == total


def test_a_sum_of_more_than_38_digits_is_refused() -> None:
    with pytest.raises(InvalidValue, match="this one has 39"):
        add_numbers("1", "1E-38")


def test_a_sum_of_the_two_ends_of_the_range_is_refused_too() -> None:
    with pytest.raises(InvalidValue, match="this one has 256"):
        add_numbers("1E+125", "1E-130")


def test_a_sum_can_leave_the_range_at_both_ends() -> None:
    with pytest.raises(InvalidValue, match="at most"):
        add_numbers("9E+125", "1E+125")
    with pytest.raises(InvalidValue, match="at least"):
        add_numbers("1.1E-130", "-1E-130")


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """A number within the limits, spelled with an exponent and needless zeroes."""
    figures = draw(st.text("0123456789", min_size=1, max_size=38))
    exponent = draw(st.integers(-130, 125 - 37))
    sign = draw(st.sampled_from(["", "+", "-"]))
    leading, trailing = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    return f"{sign}{'0' * leading}{figures}.{'0' * trailing}E{exponent}"


@given(numbers())
def test_the_canonical_spelling_keeps_the_value(written: str) -> None:
    assert Decimal(canonical_number(written)) == Decimal(written)


@given(numbers())
def test_the_canonical_spelling_is_its_own_canonical_spelling(written: str) -> None:
    canonical = canonical_number(written)
    assert canonical_number(canonical) == canonical


@given(numbers(), st.integers(-3, 3))
def test_two_spellings_of_one_value_have_the_same_canonical_spelling(written: str, moved: int) -> None:
    mantissa, exponent = written.split("E")
    whole = mantissa.split(".")[0]
    shifted = f"{whole}{'0' * (3 + moved)}E{int(exponent) - 3 - moved}"
    assert canonical_number(shifted) == canonical_number(written)


@given(numbers())
def test_the_canonical_spelling_has_no_exponent_and_no_needless_zero(written: str) -> None:
    canonical = canonical_number(written)
    whole, _, fraction = canonical.removeprefix("-").partition(".")
    assert "E" not in canonical
    assert whole == "0" or not whole.startswith("0")
    assert not fraction.endswith("0")
    assert ("." in canonical) == bool(fraction)

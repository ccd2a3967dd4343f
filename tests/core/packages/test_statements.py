"""What a council says of the shared services it runs: nothing that points at anybody, and one way to write it."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.packages.refusals import ReleaseRefused
from commonwheel.core.packages.statement import (
    MOST_STATEMENT_BYTES,
    Statement,
    Used,
    months_told_of,
    read_statement,
    told_of,
)


def used(name: str = "avon/bins", **given_: Any) -> Used:
    told = {"requests": 120, "closed": 95, "within": None}
    return Used.model_validate(
        {"service": name, "version": "1.2.0", "digest": "0" * 64, "live_since": "2026-02-01", **told, **given_}
    )


def statement(*services: Used) -> Statement:
    return Statement(
        format=1, council="wealden", number=3, said_on="2026-11-26", first_month="2025-11", services=services
    )


def test_a_statement_is_read_as_it_is_written() -> None:
    made = statement(used("avon/bins"), used("avon/parking"))
    assert read_statement(made.to_json()) == made


@given(st.integers(0, 2_000_000))
def test_a_told_number_points_at_nobody(count: int) -> None:
    told = told_of(count)
    if count < 10:
        assert told is None
    else:
        assert told is not None
        assert told % 5 == 0
        assert abs(told - count) <= 2
        assert told_of(told) == told


@pytest.mark.parametrize(("count", "told"), [(0, None), (9, None), (10, 10), (12, 10), (13, 15), (10**12, 999_999_995)])
def test_how_counts_are_told(count: int, told: int | None) -> None:
    assert told_of(count) == told


@pytest.mark.parametrize("number", [1, 9, 11, 1_234])
def test_a_number_that_was_not_made_safe_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="nearest 5"):
        used(requests=number)


def test_numbers_tell_of_the_twelve_whole_months_before() -> None:
    assert months_told_of(dt.date(2024, 2, 29)) == (dt.date(2023, 2, 1), dt.date(2024, 2, 1))


@pytest.mark.parametrize("order", [("avon/parking", "avon/bins"), ("avon/bins", "avon/bins")])
def test_each_service_stands_once_in_the_order_of_names(order: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="each once"):
        statement(*map(used, order))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-statement"),
        (b"[]", "not-a-statement"),
        (b'{"format": 1}', "not-a-statement"),
        (b"[" * 100_000, "not-a-statement"),
        (b" " * (MOST_STATEMENT_BYTES + 1), "too-large"),
        (statement(used()).to_json() + b"\n", "not-canonical"),
        (json.dumps({**json.loads(statement().to_json()), "resident": "A. Person"}).encode(), "not-a-statement"),
        (json.dumps({**json.loads(statement().to_json()), "said_on": "2026-13-01"}).encode(), "not-a-statement"),
    ],
)
def test_what_is_no_statement_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ReleaseRefused) as refused:
        read_statement(data)
    assert refused.value.problems[0].code == code

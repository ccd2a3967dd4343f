"""The resident parking permit: whole, reached by examples, and its fees and dates worked by hand.

Source of what its pages say of the law: docs/sources.md#parking-permits.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.patterns.fixtures.folders import PATTERNS, bundle_of, calendars, files_of, owed, sent

from commonwheel.core.examples.run import run_examples
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.reading.read import read_folder

FOLDER = PATTERNS / "resident-parking-permit"
PLAIN = "more-asked-for-then-granted"
BANDS = {"zero", "low", "medium", "high", "top", "small-engine", "large-engine", "carer"}


def test_it_is_read_and_checked_without_a_warning():
    result = read_folder(files_of(FOLDER))
    assert result.problems == ()
    assert result.bundle is not None
    assert check(result.bundle) == ()


def test_its_examples_come_out_as_they_say_and_reach_everything():
    report = run_examples(bundle_of(files_of(FOLDER)), calendars=calendars())
    assert report.problems == ()
    assert len(report.examples) == 13


@pytest.mark.parametrize(
    ("co2", "band", "pence"),
    [
        (0, "zero", 3000),
        (1, "low", 6000),
        (100, "low", 6000),
        (101, "medium", 9000),
        (150, "medium", 9000),
        (151, "high", 14000),
        (200, "high", 14000),
        (201, "top", 20000),
        (1000, "top", 20000),
    ],
)
def test_the_price_goes_by_the_band_and_the_edges_belong_to_the_lower_one(co2, band, pence):
    _, walked, _ = sent(FOLDER, PLAIN, co2=co2)
    assert walked.complete
    assert owed(walked) == {band: pence}


@pytest.mark.parametrize(("cc", "line", "pence"), [(1549, "small-engine", 9000), (1550, "large-engine", 14000)])
def test_an_older_vehicle_goes_by_the_size_of_its_engine(cc, line, pence):
    _, walked, _ = sent(FOLDER, PLAIN, has_co2=False, engine_cc=cc)
    assert owed(walked) == {line: pence}


@given(co2=st.integers(0, 1000), held=st.integers(0, 1))
def test_every_figure_has_exactly_one_price_and_a_further_permit_costs_more(co2, held):
    _, walked, _ = sent(FOLDER, PLAIN, co2=co2, permits_held=held)
    assert len(owed(walked).keys() & BANDS) == 1
    assert ("further" in owed(walked)) == (held > 0)
    assert walked.fee.total_pence == sum(owed(walked).values())


def test_a_figure_that_is_no_longer_asked_for_costs_nothing():
    badge = {"blue_badge": True, "badge_proof": [{"name": "a.jpg", "type": "jpg", "size": 9}]}
    _, walked, _ = sent(FOLDER, PLAIN, co2=230, permits_held=1, **badge)
    assert (walked.complete, owed(walked), walked.fee.total_pence) == (True, {}, 0)
    assert {"has_co2", "co2"} <= set(walked.dropped)


def test_the_price_is_not_known_before_the_figure_is():
    _, walked, _ = sent(FOLDER, PLAIN, co2=None)
    assert not walked.complete
    assert owed(walked).keys() & BANDS == set()


def test_papers_are_kept_for_less_long_than_the_permit():
    bundle = bundle_of(files_of(FOLDER))
    files = [question for step in bundle.pattern.steps for question in step.ask if question.id.endswith("_proof")]
    assert {(each.keep.months, each.keep.from_) for each in files} == {(3, "last-contact")}
    assert len(files) == 4

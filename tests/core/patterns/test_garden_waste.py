"""The garden waste subscription: whole, reached by examples, and its fees and dates worked by hand.

Source of what its pages say of the law: docs/sources.md#garden-waste-charges.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.patterns.fixtures.folders import PATTERNS, bundle_of, calendars, files_of, owed, sent

from commonwheel.core.examples.run import run_examples
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.reading.read import read_folder

FOLDER = PATTERNS / "garden-waste-subscription"


def test_it_is_read_and_checked_without_a_warning():
    result = read_folder(files_of(FOLDER))
    assert result.problems == ()
    assert result.bundle is not None
    assert check(result.bundle) == ()


def test_its_examples_come_out_as_they_say_and_reach_everything():
    report = run_examples(bundle_of(files_of(FOLDER)), calendars=calendars())
    assert report.problems == ()
    assert len(report.examples) == 8


@pytest.mark.parametrize(
    ("bins", "on_benefit", "pence"),
    [
        (1, False, 5000),
        (2, False, 8500),  # 50.00 + 35.00
        (4, False, 15500),  # 50.00 + 3 times 35.00
        (1, True, 2500),
        (2, True, 6000),  # 25.00 + 35.00: the lower price is for the first bin alone
        (4, True, 13000),
    ],
)
def test_the_first_bin_has_one_price_and_each_further_one_another(bins, on_benefit, pence):
    told = True if on_benefit else None
    _, walked, _ = sent(FOLDER, "renewed", bins=bins, on_benefit=on_benefit, benefit_true=told)
    assert walked.complete
    assert walked.fee.total_pence == pence


@given(bins=st.integers(1, 4), on_benefit=st.booleans())
def test_exactly_one_price_of_a_first_bin_is_owed(bins, on_benefit):
    _, walked, _ = sent(FOLDER, "renewed", bins=bins, on_benefit=on_benefit)
    assert len(owed(walked).keys() & {"first", "first-reduced"}) == 1
    assert ("further" in owed(walked)) == (bins > 1)


def test_nobody_starts_within_the_days_to_cancel_without_being_asked():
    bundle = bundle_of(files_of(FOLDER))
    (start,) = [step for step in bundle.pattern.steps if step.id == "start"]
    assert start.protected is not None
    assert start.when is None


def test_it_is_the_one_that_the_missed_bin_service_sends_people_to():
    bundle = bundle_of(files_of(PATTERNS / "report-missed-bin"))
    assert bundle_of(files_of(FOLDER)).pattern.full_name in {stop.start for stop in bundle.pattern.stops}

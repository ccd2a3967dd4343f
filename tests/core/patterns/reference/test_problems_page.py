"""The page of problems says what the registries say."""

from pathlib import Path

from commonwheel.core.packages.refusals import CODES as RELEASES
from commonwheel.core.patterns.checks.codes import CODES
from commonwheel.core.patterns.checks.reading_codes import READING
from commonwheel.core.patterns.reference.problems_page import problems_page

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "problems.md"


def test_the_page_in_the_documentation_is_the_generated_one():
    assert PAGE.read_text() == problems_page(RELEASES)


def test_no_code_has_two_meanings():
    assert not CODES.keys() & READING.keys()
    assert not RELEASES.keys() & (CODES.keys() | READING.keys())

"""Facts: a closed list that fits the language."""

import re

from commonwheel.core.patterns.model.questions import QUESTION_TYPES
from commonwheel.core.patterns.running.facts import ACCOUNT, FACTS, PERSONAL_TYPES


def test_every_fact_fits_questions_of_the_language():
    for fact in FACTS.values():
        assert fact.types
        assert fact.types <= set(QUESTION_TYPES)
        assert re.fullmatch(r"[a-z][a-z0-9-]{0,40}", fact.id)
        assert fact.meaning


def test_expressions_read_a_fact_by_a_name_they_can_write():
    assert set(ACCOUNT) == {fact.id.replace("-", "_") for fact in FACTS.values()}
    assert "garden_waste" in ACCOUNT


def test_personal_types_are_types_of_question():
    assert set(QUESTION_TYPES) >= PERSONAL_TYPES

"""Forms imported for the tests, and the way residents go through what they became."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.core.patterns.fixtures.folders import calendars

from commonwheel.core.forms.importing import Imported, given_for, import_form
from commonwheel.core.forms.leaves import text_of
from commonwheel.core.patterns.answering.notation import read_answers
from commonwheel.core.patterns.answering.route import Circumstances, Walk, walk
from commonwheel.core.patterns.model.questions import Group, Question
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.running.programme import Programme, compile_programme
from commonwheel.core.patterns.versions.effective import effective_of

FORMS = Path(__file__).parents[3] / ".." / "shared" / "data" / "forms"
TODAY = dt.date(2026, 6, 1)
SAMPLES: Mapping[str, Any] = {
    "text": "Something", "long-text": "Something", "name": "Somebody", "email": "somebody@example.com",
    "phone": "01632 960000", "yes-no": "true", "declaration": "true", "date": "2026-03-03", "time": "09:00",
    "number": "3", "place": {"lat": "50.8", "lon": "-0.1"}, "file": [{"name": "a.pdf", "type": "pdf", "size": "1"}],
    "address": {"uprn": "10000000001", "line": "1 Invented Street", "postcode": "BN1 1JE"},
}  # fmt: skip


def real(*folders: str) -> list[Path]:
    """The real forms of these folders; none where the data is not there."""
    return sorted(
        path for folder in folders for path in (FORMS / folder).glob("*") if path.suffix in (".json", ".yaml")
    )


def imported(form: Mapping[str, Any] | Path, name: str = "form.json") -> Imported:
    """Import a form, from its file or from what would stand in one."""
    if isinstance(form, Path):
        return import_form(form.read_bytes(), form.name, given_for(publisher="my-council"))
    return import_form(json.dumps(form).encode(), name, given_for(publisher="my-council"))


def programme_of(made: Imported) -> Programme:
    """The pattern, ready to run; it must read and check without an error."""
    result = read_folder(made.files)
    assert result.bundle is not None, result.problems
    assert [one for one in made.problems if one.severity == "error"] == []
    return compile_programme(effective_of(result.bundle))


def walked(made: Imported, programme: Programme, answers: Mapping[str, Any]) -> Walk:
    """Walk the pattern with answers of the source, by the key of each question; what is not among them is made up."""
    given: dict[str, Any] = {}
    for asked in made.form.questions:
        known = made.form.known[asked.key]
        key = asked.key.split(" /")[0]
        if key in answers:
            given[known.id] = in_notation(answers[key], known.values)
        elif not asked.optional:
            given[known.id] = sample(programme.questions[known.id].question)
    read = read_answers((placed.question for placed in programme.questions.values()), given)
    around = Circumstances(TODAY, calendars()["england-and-wales"], {}, {}, lambda _spot, _area: None)
    return walk(programme, read, around)


def in_notation(value: Any, values: Mapping[str, str]) -> Any:
    """An answer of the source as examples write it."""
    if isinstance(value, list):
        return [values[text_of(one)] for one in value]
    return values.get(text_of(value), text_of(value))


def sample(question: Question) -> Any:
    """An answer that fits a question whatever it is for."""
    if isinstance(question, Group):
        return [{member.id: sample(member) for member in question.ask if member.type != "show"}]
    if question.type in ("radios", "select", "checkboxes"):
        value = question.options[0].value
        return [value] if question.type == "checkboxes" else value
    return SAMPLES[question.type]


def needs_data(paths: list[Any]) -> list[Any]:
    """The parameters of a test over real forms; one that skips where the data is not there."""
    missing = pytest.param(None, marks=pytest.mark.skip(reason="The real forms are not at ../shared/data/forms"))
    return paths or [missing]

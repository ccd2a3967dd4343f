"""What was a flow of PlanX asks the same people the same questions, in the same order."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.core.forms.imports import FORMS, TODAY, imported, needs_data, programme_of, sample
from tests.core.forms.planx_flows import MadeUp
from tests.core.forms.planx_walk import PlanxWalk, order_of
from tests.core.patterns.fixtures.folders import calendars

from commonwheel.core.forms.importing import Imported, given_for, import_form
from commonwheel.core.forms.source import FormCannotBeRead
from commonwheel.core.patterns.answering.notation import read_answers
from commonwheel.core.patterns.answering.route import Circumstances, Walk, walk
from commonwheel.core.patterns.running.programme import Programme

REAL = sorted((FORMS / "planx-flows").glob("*.json*"))


def read(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def exceptions(made: Imported) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What the report says is asked although PlanX would answer it, what is shown to all, and what ends for nobody."""
    left = made.report.not_carried
    asked = {note.where.split("/")[1] for note in left if note.what.endswith(("is answered by PlanX", "is asked for"))}
    shown = {note.where.lstrip("/") for note in left if note.what == "When this is shown"}
    ends = {note.where.lstrip("/") for note in left if note.what == "When the form ends here"}
    return frozenset(asked), frozenset(shown), frozenset(ends)


def ours(made: Imported, programme: Programme, source: PlanxWalk) -> Walk:
    """Walk the pattern with the answers of a walk through the flow."""
    given: dict[str, Any] = {}
    texts = {key: (node.get("data") or {}) for key, node in source.flow.items()}
    for asked in made.form.questions:
        known = made.form.known[asked.key]
        node = asked.key.partition(" /")[2].partition("/")[0]
        if node not in source.asked or known.id not in programme.questions:
            continue
        answer = source.answers.get(node)
        if source.flow[node].get("type") in (100, 105, 500):
            labels = [texts[one] for one in answer]
            chosen = [known.values[value_of(choice, asked.choices)] for choice in labels]
            given[known.id] = chosen if asked.kind == "checkboxes" else chosen[0]
        elif source.flow[node].get("type") == 11:
            given[known.id] = [known.values[one] for one in answer]
            if not answer:
                del given[known.id]
        elif asked.kind == "number" and answer is not None:
            given[known.id] = str(answer)
        else:
            given[known.id] = sample(programme.questions[known.id].question)
    read_ = read_answers((placed.question for placed in programme.questions.values()), given)
    around = Circumstances(TODAY, calendars()["england-and-wales"], {}, {}, lambda _spot, _area: None)
    return walk(programme, read_, around)


def value_of(answer: Mapping[str, Any], choices: Any) -> str:
    """The value of the choice that an answer became: the one with its words, or with its value."""
    words = str(answer.get("text", "")).strip()
    alike = [one for one in choices if one.label == words or one.value == answer.get("val")]
    exact = [one for one in alike if one.label == words and one.value == (answer.get("val") or one.value)]
    return str((exact or alike)[0].value)


def compare(flow: dict[str, Any], made: Imported, walks: int) -> set[str]:
    """Hold walks through the pattern against walks through the flow; return what was asked in any of them."""
    programme, order = programme_of(made), order_of(flow)
    steps = {step: node.partition("/")[0] for node, step in made.report.steps.items()}
    covered: set[str] = set()
    for seed in range(walks):
        source = PlanxWalk(flow, order, Random(seed), *exceptions(made)).walk()
        went = ours(made, programme, source)
        shown = [steps[page.page.id] for page in went.pages]
        # An end comes as soon as the answers tell of it: only what PlanX shows before an end is left out.
        theirs = source.asked if went.stop is None else source.asked[: len(shown)]
        assert shown == theirs, seed
        if went.stop is not None:
            assert source.ended
            assert steps[went.stop.stop.id] in source.reached, seed
        assert not went.faults
        covered |= set(shown)
    return covered


@pytest.mark.parametrize("path", needs_data(REAL), ids=lambda path: path.name if path else "none")
def test_residents_are_asked_the_same_as_in_every_real_flow(path: Path) -> None:
    data = read(path)
    compare(json.loads(data), import_form(data, "flow.json", given_for(publisher="my-council")), 40)


@pytest.mark.parametrize("seed", range(250))
def test_residents_are_asked_the_same_as_in_flows_made_up_at_random(seed: int) -> None:
    made_up = MadeUp(Random(seed)).flow()
    try:
        made = imported(made_up)
    except FormCannotBeRead:
        return  # Nothing in it asks anything.
    if not any(note.what == "An end that everybody comes to" for note in made.report.changed):
        compare(made_up, made, 25)

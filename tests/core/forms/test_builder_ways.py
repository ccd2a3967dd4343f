"""What was a builder's form asks the same people the same pages."""

import json
from pathlib import Path
from random import Random

import pytest
import yaml
from tests.core.forms.builder_walk import BuilderWalk
from tests.core.forms.imports import imported, needs_data, programme_of, real, walked

BUILDERS = (
    "defra-forms-engine", "mhclg-digital-form-builder", "ukhsa-digital-form-builder", "xgov-digital-form-builder",
)  # fmt: skip
WALKS = 60


@pytest.mark.parametrize("path", needs_data(real(*BUILDERS)), ids=lambda path: path.name if path else "none")
def test_residents_go_the_same_way_through_every_real_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    form = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    made = imported(path)
    programme = programme_of(made)
    for seed in range(WALKS):
        source = BuilderWalk(form, Random(seed)).walk()
        ours = walked(made, programme, source.answers)
        shown = [page.page.id for page in ours.pages]
        if ours.stop is not None:
            shown.append(ours.stop.stop.id)
        theirs = [made.report.steps[path] for path in source.pages if path in made.report.steps]
        assert [one for one in shown if one != made.report.steps.get("declaration")] == theirs, (seed, source.answers)
        assert not ours.faults

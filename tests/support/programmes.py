"""Small services for tests of the language: written in a few lines, compiled, with circumstances to run in."""

import datetime as dt

from commonwheel.core.patterns.effective import Effective
from commonwheel.core.patterns.model.pattern import Block, Pattern
from commonwheel.core.patterns.programme import compile_programme
from commonwheel.core.patterns.route import Circumstances
from commonwheel.core.values.working_days import WorkingCalendar

TODAY = dt.date(2026, 11, 23)
CASE = {"reference": "MB", "states": [{"id": "received", "label": "Received", "final": "done"}]}


def question(name, kind="text", **more):
    return {"id": name, "type": kind, "label": name, **more}


def step(name, *asks, **more):
    return {"id": name, "title": name, "ask": list(asks), **more}


def pattern(*steps, **more):
    written = {
        "language": 1, "pattern": "test", "version": "1.0.0", "title": "Test", "summary": "A test.",
        "publisher": "commonwheel-examples", "duty": "waste-collection", "case": CASE, "steps": list(steps), **more,
    }  # fmt: skip
    return Pattern.model_validate(written)


def programme(*steps, blocks=None, values=None, **more):
    made = pattern(*steps, **more)
    blocks = {name: Block.model_validate(block) for name, block in (blocks or {}).items()}
    declared = [*made.settings, *(setting for block in blocks.values() for setting in block.settings)]
    chosen = {setting.id: setting.default for setting in declared} | (values or {})
    return compile_programme(Effective(made, chosen, blocks, {}, {}, "0" * 64))


def circumstances(*, account=None, authority=None, in_area=lambda spot, area: None):
    return Circumstances(
        TODAY, WorkingCalendar(frozenset(), dt.date(2030, 1, 1)), account or {}, authority or {}, in_area
    )

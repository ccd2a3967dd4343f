"""Small services for tests of the language: written in a few lines, compiled, with circumstances to run in."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeAlias

from commonwheel.core.patterns.answering.route import Circumstances
from commonwheel.core.patterns.expressions.engine import InArea
from commonwheel.core.patterns.model.pattern import Block, Pattern
from commonwheel.core.patterns.reading.setting_values import default_of
from commonwheel.core.patterns.running.programme import Programme, compile_programme
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.core.values.working_days import WorkingCalendar

Written: TypeAlias = Mapping[str, Any]
TODAY = dt.date(2026, 11, 23)
CASE = {"reference": "MB", "states": [{"id": "received", "label": "Received", "final": "done"}]}


def question(name: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """Return a question as a file says it."""
    return {"id": name, "type": kind, "label": name, **more}


def step(name: str, *asks: Written, **more: Any) -> dict[str, Any]:
    """Return a step as a file says it."""
    return {"id": name, "title": name, "ask": list(asks), **more}


def pattern(*steps: Written, **more: Any) -> Pattern:
    """Return a pattern of these steps."""
    written = {
        "language": 1, "pattern": "test", "version": "1.0.0", "title": "Test", "summary": "A test.",
        "publisher": "commonwheel-examples", "duty": "waste-collection", "case": CASE, "steps": list(steps), **more,
    }  # fmt: skip
    return Pattern.model_validate(written)


def programme(
    *steps: Written, blocks: Mapping[str, Written] | None = None, values: Mapping[str, Any] | None = None, **more: Any
) -> Programme:
    """Return these steps as a service ready to run."""
    made = pattern(*steps, **more)
    used = {name: Block.model_validate(block) for name, block in (blocks or {}).items()}
    declared = [*made.settings, *(setting for block in used.values() for setting in block.settings)]
    chosen = {setting.id: default_of(setting) for setting in declared} | dict(values or {})
    return compile_programme(Effective(made, chosen, used, {}, {}, "0" * 64))


def nowhere(_spot: Mapping[str, Any], _area: str) -> bool | None:
    """Know no area."""
    return None


def circumstances(
    *,
    account: Mapping[str, Any] | None = None,
    authority: Mapping[str, Any] | None = None,
    in_area: InArea = nowhere,
) -> Circumstances:
    """Return circumstances on `TODAY` with a calendar without holidays."""
    return Circumstances(
        TODAY, WorkingCalendar(frozenset(), dt.date(2030, 1, 1)), account or {}, authority or {}, in_area
    )

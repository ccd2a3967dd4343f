"""The conformance file, run against the wrapper."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from commonwheel.core.patterns.expressions import (
    Batch,
    Facts,
    Fault,
    Unknown,
    analyse,
    compile_expression,
    scope_of,
)
from commonwheel.core.patterns.expressions.engine import as_part, as_timestamp
from commonwheel.core.patterns.expressions.sorts import (
    ADDRESS,
    BOOL,
    DOUBLE,
    FILE,
    INT,
    PLACE,
    SLOT,
    TIMESTAMP,
    list_of,
    map_of,
    text,
)

CASES = [
    pytest.param(case, id=f"{part}: {case['that'][:60]}")
    for part, cases in yaml.safe_load((Path(__file__).parent / "conformance.yaml").read_text("utf-8")).items()
    for case in cases
]
SCOPE = scope_of(
    {
        "age": INT,
        "count": INT,
        "pence": INT,
        "ratio": DOUBLE,
        "agreed": BOOL,
        "word": text(200),
        "other": text(200),
        "born": TIMESTAMP,
        "until": TIMESTAMP,
        "at": INT,
        "ticked": list_of(text(41), 5),
        "files": list_of(FILE, 3),
        "property": ADDRESS,
        "spot": PLACE,
        "visit": SLOT,
        "vehicles": list_of(map_of(plate=text(10), seats=INT), 50),
        "settings.days_x": INT,
        "settings.open": BOOL,
        "account.garden_waste": BOOL,
        "authority.id": text(100),
    }
)


class Weekdays:
    """A calendar on which Monday to Friday are working days."""

    def add_working_days(self, date: dt.date, count: int) -> dt.date:
        while count:
            date += dt.timedelta(days=1)
            count -= date.weekday() < 5
        return date

    def working_days_between(self, first: dt.date, second: dt.date) -> int:
        if second < first:
            return -self.working_days_between(second, first)
        days = (first + dt.timedelta(days=n) for n in range(1, (second - first).days + 1))
        return sum(day.weekday() < 5 for day in days)


def in_area(spot, area):
    return {"downs": True, "elsewhere": False}.get(area)


def as_fact(value, *, part=False):
    if isinstance(value, dict):
        return {key: as_fact(inner, part=True) for key, inner in value.items()}
    if isinstance(value, dt.date):
        return as_part(as_timestamp(value)) if part else as_timestamp(value)
    return value


def facts_of(names):
    values = {"today": dt.date(2026, 11, 23), **names}
    return Facts(SCOPE, {name: as_fact(value) for name, value in values.items()}, Weekdays(), in_area)


def said(outcome):
    return {Unknown: "unknown", Fault: "fault"}.get(type(outcome), outcome)


@pytest.mark.parametrize("case", CASES)
def test_the_wrapper_keeps_its_promises(case):
    gives = case.get("gives", "bool")
    analysis = analyse(case["that"], SCOPE, expected=gives)
    codes = {problem.code for problem in analysis.problems}
    if "refused" in case:
        assert codes == {case["refused"]}
        return
    assert codes == set()
    compiled = compile_expression(case["that"], SCOPE, gives)
    facts = facts_of(case.get("names", {}))
    outcome = said(compiled.run(facts))
    assert (type(outcome), outcome) == (type(case["result"]), case["result"])
    if gives == "bool":
        assert [said(result) for result in Batch((compiled, compiled)).run(facts)] == [outcome, outcome]

"""
How long it takes to make patterns of forms: a made-up one of 500 questions, and every real one at hand.

    make bench NAME=import_forms

The form has 250 pages of two questions, a condition on every second page and a list of choices for every fourth
question. Reading its JSON alone is the floor. Aim: under 1 s. Of the real forms in `../shared/data/forms`, it prints
how much of each kind of part came across. Aims: 99 % of questions, 95 % of conditions.
"""

import io
import json
import statistics
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FORMS = ROOT.parent / "shared" / "data" / "forms"
QUESTIONS = 500
TIMES = 5
AIM_SECONDS, AIM_QUESTIONS, AIM_CONDITIONS = 1.0, 99.0, 95.0
PARTS = ("pages", "questions", "options", "conditions", "texts")


def made_up() -> dict[str, Any]:
    """Return a form of 500 questions, as the digital form builders have it."""
    colours = [{"text": f"Colour {number}", "value": f"Colour {number}"} for number in range(8)]
    pages = []
    for number in range(QUESTIONS // 2):
        first = {"type": "YesNoField", "name": f"yes{number}", "title": f"Is it number {number}?", "options": {}}
        kind = "RadiosField" if number % 2 else "TextField"
        second = {
            "type": kind,
            "name": f"more{number}",
            "title": f"What about {number}?",
            "options": {},
            "list": "colours",
        }
        links = [{"path": f"/page-{number + 1}", "condition": f"c{number}"}, {"path": f"/page-{number + 2}"}]
        last = [{"path": "/summary"}]
        pages.append({
            "path": f"/page-{number}", "title": f"Page {number}", "components": [first, second],
            "next": last if number >= QUESTIONS // 2 - 2 else links if number % 2 else links[:1],
        })  # fmt: skip
    return {
        "name": "A long form", "startPage": "/page-0", "pages": [*pages, {"path": "/summary", "controller": "summary"}],
        "lists": [{"name": "colours", "items": colours}],
        "conditions": [condition(number) for number in range(QUESTIONS // 2)],
    }  # fmt: skip


def condition(number: int) -> dict[str, Any]:
    """Return the condition that a question was answered with yes."""
    asked = {"name": f"yes{number}", "type": "YesNoField"}
    part = {"field": asked, "operator": "is", "value": {"type": "Value", "value": "true"}}
    return {"name": f"c{number}", "displayName": f"c{number}", "value": {"name": "c", "conditions": [part]}}


def real_forms() -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of every real form of a kind that can be imported."""
    for folder in (
        "defra-forms-engine",
        "mhclg-digital-form-builder",
        "ukhsa-digital-form-builder",
        "xgov-digital-form-builder",
    ):
        for path in sorted((FORMS / folder).glob("*")):
            yield path.name, path.read_bytes()
    for path in sorted((FORMS / "open-formulieren").glob("*")):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for file in path.glob("*.json"):
                archive.writestr(file.name, file.read_bytes())
        yield f"{path.name}.zip", held.getvalue()
    for path in sorted((FORMS / "planx-flows").glob("*.json*")):
        yield path.name, path.read_bytes()


def main() -> None:
    """Measure, print a table, and last one line of JSON."""
    from commonwheel.core.forms.importing import given_for, import_form
    from commonwheel.core.forms.report import Report

    given = given_for(publisher="my-council")
    data = json.dumps(made_up()).encode()
    took, floor = [], []
    for _ in range(TIMES):
        began = time.perf_counter()
        made = import_form(data, "form.json", given)
        took.append(time.perf_counter() - began)
        began = time.perf_counter()
        json.loads(data)
        floor.append(time.perf_counter() - began)
    errors = sum(one.severity == "error" for one in made.problems)
    flows: list[tuple[str, float, Report]] = []
    total, kept, forms, longest, slowest = Counter[str](), Counter[str](), 0, 0.0, ""
    for name, held in real_forms():
        began = time.perf_counter()
        imported = import_form(held, name, given)
        longest, slowest = max((longest, slowest), (time.perf_counter() - began, name))
        if imported.form.kind == "planx":
            flows.append((name, time.perf_counter() - began, imported.report))
        total, kept, forms = total + imported.report.total, kept + imported.report.kept, forms + 1
        errors += sum(one.severity == "error" for one in imported.problems)
    seconds = statistics.median(took)
    share = {part: round(100 * kept[part] / total[part], 2) if total[part] else None for part in PARTS}
    print(f"{'what':<44}{'result':>14}{'aim':>10}")
    print(f"{'a form of 500 questions':<44}{seconds:>12.2f} s{AIM_SECONDS:>8.0f} s")
    print(f"{'reading its JSON alone (floor)':<44}{statistics.median(floor):>12.4f} s")
    print(f"{f'the longest of {forms} real forms':<44}{longest:>12.2f} s  {slowest}")
    for name, lasted, report in flows:
        came = ", ".join(f"{report.kept[part]:,} of {report.total[part]:,} {part}" for part in PARTS[:4])
        print(f"{name:<44}{lasted:>12.2f} s  {came}")
    aims = {"questions": AIM_QUESTIONS, "conditions": AIM_CONDITIONS}
    for part in PARTS:
        came = f"{kept[part]:,} of {total[part]:,}"
        print(f"{f'{part} that came across':<44}{came:>14}{f'{aims[part]:.0f} %' if part in aims else '':>10}")
    print(f"{'errors of `pattern check` in all of them':<44}{errors:>14}{0:>10}")
    met = seconds < AIM_SECONDS and not errors
    print(json.dumps({"seconds": round(seconds, 3), "floor": round(statistics.median(floor), 5), "forms": forms,
                      "longest": round(longest, 3), "kept_percent": share, "errors": errors, "met": met}))  # fmt: skip


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()

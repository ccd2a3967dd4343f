"""The file of another system's form, turned into the folder of a pattern and a report of what became of each part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from commonwheel.core.forms.advice import advice_on
from commonwheel.core.forms.archive import files_in, is_archive, unpacked
from commonwheel.core.forms.builder.read import is_builder, read_builder
from commonwheel.core.forms.civiform import is_civiform, read_civiform
from commonwheel.core.forms.fillable import is_pdf, read_fillable
from commonwheel.core.forms.formio.open_forms import FILES as OPEN_FORMS_FILES
from commonwheel.core.forms.formio.open_forms import is_open_forms, read_open_forms
from commonwheel.core.forms.formio.read import is_formio, read_formio
from commonwheel.core.forms.govuk_forms import is_govuk_forms, read_govuk_forms
from commonwheel.core.forms.open311 import is_open311, read_open311, read_xml
from commonwheel.core.forms.planx.read import is_planx, read_planx
from commonwheel.core.forms.report import PARTS, Note, Report, gathered
from commonwheel.core.forms.sheet import read_sheet, rows_of_csv
from commonwheel.core.forms.source import Form, FormCannotBeRead
from commonwheel.core.forms.sources import decoded, read_json, read_yaml
from commonwheel.core.forms.workbook import rows_of_workbook
from commonwheel.core.forms.write import NEVER, Draft, Given, draft
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.places.duties import DUTIES
from commonwheel.core.problems import Problem

_TOO_LARGE = (
    "list-too-long",
    "too-large",
    "too-many-nodes",
    "too-many-files",
    "expressions-too-many",
    "expressions-too-long",
)
STAND_IN = "complaints"
"""The duty that stands there until somebody says which it is: every principal council has it."""


@dataclass(frozen=True, slots=True)
class Imported:
    """
    What came of a form.

    Attributes:
        form: in the common shape.
        files: of the pattern's folder, by path.
        report: what became of each part.
        advice: what to think about before it is published.
        problems: what `check` says of the pattern; warnings only, unless the language is at fault.
    """

    form: Form
    files: Mapping[str, bytes]
    report: Report
    problems: tuple[Problem, ...]
    advice: tuple[Note, ...] = ()

    def summary(self) -> dict[str, Any]:
        """Return the report as the command prints it in JSON."""
        report = self.report
        return {
            "format": self.form.kind,
            "total": {part: report.total[part] for part in PARTS},
            "kept": {part: report.kept[part] for part in PARTS},
            "changed": [note.summary() for note in gathered(report.changed)],
            "not_carried": [note.summary() for note in gathered(report.not_carried)],
            "advice": [note.summary() for note in self.advice],
            "names": report.names,
            "problems": {
                "errors": sum(one.severity == "error" for one in self.problems),
                "warnings": sum(one.severity == "warning" for one in self.problems),
            },
        }


def import_form(data: bytes, name: str, given: Given) -> Imported:
    """
    Turn the file of a form into a pattern.

    Args:
        data: the bytes of the file.
        name: of the file, for messages; its ending tells YAML from JSON.
        given: what whoever imports says of the service.

    Raises:
        FormCannotBeRead: it is none of the known formats, or broken.
    """
    report, plain = Report(), name.lower()
    if is_pdf(data):
        form = read_fillable(data, name, report)
    elif plain.endswith((".csv", ".tsv")):
        form = read_sheet(rows_of_csv(decoded(data, name)), name, report)
    elif plain.endswith(".xlsx"):
        form = read_sheet(rows_of_workbook(data, name), name, report)
    else:
        form = _read(_value(data, name), name, report)
    if not any(page.items for page in form.pages):
        raise FormCannotBeRead(f"{name} asks nothing: no page of it has a question. Is this the right file?")
    return imported_from(form, given, report)


def imported_from(form: Form, given: Given, report: Report) -> Imported:
    """
    Return the pattern of a form that has been read; the report says already what was not.

    Raises:
        FormCannotBeRead: it is larger than a pattern can be.
    """
    made = draft(form, given, report)
    problems = _mended(made, report)
    larger = next((one for one in problems if one.code in _TOO_LARGE), None)
    if larger is not None:
        raise FormCannotBeRead(
            f"The form is larger than a pattern can be: expected {larger.expected}. Split it into several forms."
        )
    return Imported(form, made.files(), report, problems, tuple(advice_on(form)))


def given_for(*, publisher: str, name: str = "", duty: str = "") -> Given:
    """Return what is said of a service, with a stand-in for the duty where none is named."""
    chosen = duty or STAND_IN
    return Given(publisher, chosen, DUTIES[chosen].lgsl[0], name, duty_known=bool(duty))


# Private

_FORMATS: tuple[tuple[Callable[[Any], bool], Callable[[Any, Report], Form]], ...] = (
    (is_builder, read_builder),
    (is_open_forms, read_open_forms),
    (is_formio, read_formio),
    (is_open311, read_open311),
    (is_govuk_forms, read_govuk_forms),
    (is_civiform, read_civiform),
    (is_planx, read_planx),
)


def _value(data: bytes, name: str) -> Any:
    data, name = unpacked(data, name)
    if is_archive(data):
        return _files(data, name)
    if name.lower().endswith(".xml"):
        return read_xml(data, name)
    if name.lower().endswith((".yaml", ".yml")):
        return read_yaml(data, name)
    return read_json(data, name)


def _files(data: bytes, name: str) -> dict[str, Any]:
    """Return the JSON files of an archive by name, without ending."""
    files = {path.rpartition("/")[2]: inner for path, inner in files_in(data, name).items() if path.endswith(".json")}
    return {path.removesuffix(".json"): read_json(inner, f"{name}: {path}") for path, inner in files.items()}


def _read(value: Any, name: str, report: Report) -> Form:
    for fits, read in _FORMATS:
        if fits(value):
            return read(value, report)
    if name.rpartition("/")[2].removesuffix(".json") in OPEN_FORMS_FILES:
        raise FormCannotBeRead(
            f"{name} is one of the files of an Open Forms export. Give the whole zip, as it was made."
        )
    raise FormCannotBeRead(f"{name} is not a form of a kind that can be imported. The guide to importing lists them.")


def _mended(made: Draft, report: Report) -> tuple[Problem, ...]:
    """Put aside what can never be shown, which only the whole pattern tells; return the problems that are left."""
    aside: set[str] = set()
    while True:
        read = read_folder(made.files())
        problems = (*read.problems, *(check(read.bundle) if read.ok and read.bundle else ()))
        never = {(one.file, one.line) for one in problems if one.code == "never-true"}
        places = read.bundle.places if read.bundle else {}
        found = {
            address for address, (*place, _) in places.items() if tuple(place) in never and address.endswith(".when")
        }
        if not found - aside:
            return problems
        for address in sorted(found - aside):
            made.put_aside(address)
            report.change("A part that nobody could come to", f"pattern.yaml, {address}", NEVER)
        aside |= found

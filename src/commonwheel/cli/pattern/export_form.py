"""`commonwheel pattern export`."""

import datetime as dt
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.pattern.checking import check_folder
from commonwheel.cli.pattern.printing import print_checked, print_json

if TYPE_CHECKING:
    from commonwheel.core.forms.exporting.rows import Table
    from commonwheel.core.forms.report import Report
    from commonwheel.core.patterns.running.programme import Programme

HAS_ERRORS = 1
_WAYS = ("formio", "json-schema", "pdf", "side-by-side")


@click.command("export")
@click.argument("folder", type=click.Path(exists=True, file_okay=False))
@click.option("--as", "way", required=True, type=click.Choice(_WAYS), help="What to make.")
@click.option("--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option("--language", default="cy", show_default=True, help="The language beside English, for side-by-side.")
@click.option("--json", "as_json", is_flag=True, help="Print {file, total, kept, changed, not_carried}.")
def export_form(folder: str, *, way: str, file: Path, language: str, as_json: bool) -> None:
    """
    Write the pattern in FOLDER as a form of another system, or as paper.

    formio: a wizard of Form.io. json-schema: a JSON Schema of the answers with hints for pages. pdf: a blank form to
    print. side-by-side: all words in English and another language, for those who sign them off. What the other has no
    place for is listed.

    Exits with 0 where it was written, 1 where the pattern has errors or FILE cannot be written.
    """
    from commonwheel.core.forms.report import Report
    from commonwheel.core.patterns.running.programme import compile_programme
    from commonwheel.core.patterns.versions.effective import effective_of

    checked = check_folder(folder)
    if not checked.ok or checked.bundle is None:
        print_checked([checked])
        sys.exit(HAS_ERRORS)
    report, programme = Report(), compile_programme(effective_of(checked.bundle))
    data = _MAKE[way](programme, report, language)
    try:
        file.write_bytes(data)
    except OSError as error:
        click.echo(f"{file} could not be written: {error.strerror}.", err=True)
        sys.exit(HAS_ERRORS)
    _tell(report, file, as_json=as_json)


# Private


def _formio(programme: "Programme", report: "Report", _language: str) -> bytes:
    from commonwheel.core.forms.exporting.formio import as_formio

    return _json(as_formio(programme, report))


def _schema(programme: "Programme", report: "Report", _language: str) -> bytes:
    from commonwheel.core.forms.exporting.schema import as_schema

    return _json(as_schema(programme, report))


def _pdf(programme: "Programme", _report: "Report", _language: str) -> bytes:
    from commonwheel.core.forms.exporting.rows import blank_form

    return _paper(programme, blank_form(programme), ("Question", "Answer"))


def _two_languages(programme: "Programme", _report: "Report", language: str) -> bytes:
    from commonwheel.core.forms.exporting.rows import side_by_side

    return _paper(programme, side_by_side(programme.effective, language), ("English", language))


_MAKE: Mapping[str, Callable[["Programme", "Report", str], bytes]] = {
    "formio": _formio, "json-schema": _schema, "pdf": _pdf, "side-by-side": _two_languages,
}  # fmt: skip


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _paper(programme: "Programme", tables: "list[Table]", heads: tuple[str, str]) -> bytes:
    from commonwheel.design.paper import Fact, Paper, Part, set_paper

    pattern = programme.effective.pattern
    parts = [Part(table.heading, heads, [Fact(*row) for row in table.rows]) for table in tables if table.rows]
    return set_paper(
        Paper(
            title=str(pattern.title),
            author=pattern.publisher,
            language="en",
            facts=[Fact("Service", pattern.full_name), Fact("Version", pattern.version)],
            parts=parts,
            footer=f"{pattern.full_name} {pattern.version}",
            page_words="Page {page} of {pages}",
            missing_words="Some characters could not be printed.",
            dated=dt.datetime.now(dt.UTC).replace(microsecond=0),
        )
    )


def _tell(report: "Report", file: Path, *, as_json: bool) -> None:
    from commonwheel.core.forms.report import PARTS, gathered

    notes = {"changed": gathered(report.changed), "not_carried": gathered(report.not_carried)}
    if as_json:
        said = {
            key: [{"what": one.what, "where": one.where, "why": one.why} for one in held] for key, held in notes.items()
        }
        counts = {
            key: {part: count[part] for part in PARTS}
            for key, count in (("total", report.total), ("kept", report.kept))
        }
        print_json({"file": str(file), **counts, **said})
        return
    click.echo(f"Wrote {file}.")
    for heading, key in (("Changed", "changed"), ("Not carried", "not_carried")):
        if notes[key]:
            click.echo(f"\n{heading}:")
        for one in notes[key]:
            click.echo(f"  {one.what}: {one.why} [{one.where}]")

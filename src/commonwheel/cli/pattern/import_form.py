"""`commonwheel pattern import`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.pattern.import_layer import could_not_write, import_as_layer, print_alike, stop
from commonwheel.cli.pattern.new import slug
from commonwheel.cli.pattern.printing import counted, print_json
from commonwheel.core.problems import Failure

if TYPE_CHECKING:
    from commonwheel.core.forms.importing import Imported

CANNOT_BE_READ = 1


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder to make; with --as-layer-of, the layer’s file.",
)
@click.option("--publisher", default="my-council", show_default=True, callback=slug, help="Who publishes it.")
@click.option("--name", default="", callback=slug, help="Its name in addresses; made of the form’s title if not said.")
@click.option(
    "--duty", default="", help="The duty behind it, of the reference’s list; to be decided later if not said."
)
@click.option(
    "--beside", "others", multiple=True, type=click.Path(exists=True, file_okay=False),
    help="The folder of a pattern to compare with, to see whether it asks the same already; several may be given.",
)  # fmt: skip
@click.option(
    "--as-layer-of", "shared", type=click.Path(exists=True, file_okay=False), metavar="FOLDER",
    help="The folder of a shared pattern: use that one, and make a layer of what the form has otherwise.",
)  # fmt: skip
@click.option(
    "--hide", multiple=True, metavar="ADDRESS",
    help="With --as-layer-of: a question that only the shared pattern asks, and that the layer hides; several may be.",
)  # fmt: skip
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print {format, total, kept, changed, not_carried, alike, advice, names, problems}; with --as-layer-of "
    "{layer: {pattern, both, only_here, only_there, left, changes}} besides.",
)
def import_form(
    file: Path,
    *,
    folder: Path,
    publisher: str,
    name: str,
    duty: str,
    others: tuple[str, ...],
    shared: str | None,
    hide: tuple[str, ...],
    as_json: bool,
) -> None:
    """
    Make a pattern of FILE, a form of another system.

    These are read: digital form builders (JSON, YAML), Open Forms, Form.io, GOV.UK Forms, CiviForm, PlanX, Open311, a
    sheet (CSV, Excel) and a fillable PDF.

    Everything in FILE either stands in the pattern or is told of, with why. What only a person can decide, such as how
    long requests are kept, has a stand-in that `commonwheel pattern check` warns of.

    With --as-layer-of a layer is made instead: the shared pattern is used, and what FILE has otherwise is kept as local
    differences. `commonwheel layer check` finds nothing wrong with it. --publisher says whose layer it is.

    Exits with 0 where it was made, 1 where FILE cannot be read or the folder not written, 2 where the folder is there
    already.
    """
    from commonwheel.core.forms.importing import given_for
    from commonwheel.core.forms.importing import import_form as imported_from
    from commonwheel.core.places.duties import DUTIES

    if hide and shared is None:
        raise click.UsageError("--hide hides questions of a shared pattern: name it with --as-layer-of.")
    if folder.exists() or folder.is_symlink():
        raise click.UsageError(f"{folder} is there already: choose another name with --to.")
    if duty and duty not in DUTIES:
        raise click.UsageError(f"there is no duty {duty!r}: docs/reference/pattern.md lists them.")
    try:
        imported = imported_from(file.read_bytes(), file.name, given_for(publisher=publisher, name=name, duty=duty))
    except Failure as reason:
        stop(str(reason), CANNOT_BE_READ, as_json=as_json)
    summary = imported.summary() | {"alike": _alike(imported, others)}
    if shared is not None:
        import_as_layer(imported, shared, to=folder, owner=publisher, hide=hide, summary=summary, as_json=as_json)
        return
    _write(imported, folder, as_json=as_json)
    if as_json:
        print_json(summary)
    else:
        print_alike(summary["alike"], f"commonwheel pattern import {file}")
        _print(summary, folder)


# Private


def _write(imported: "Imported", folder: Path, *, as_json: bool) -> None:
    from commonwheel.integrations.pattern_folder.writing import write_folder

    try:
        write_folder(folder, imported.files)
    except OSError as error:
        could_not_write(folder, error, as_json=as_json)


def _alike(imported: "Imported", others: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the patterns that ask much the same, the likest first."""
    from commonwheel.cli.pattern.checking import check_folder
    from commonwheel.core.forms.likeness import alike

    folders = {one.bundle.pattern.full_name: one for one in map(check_folder, others) if one.bundle is not None}
    return [
        {
            "pattern": one.pattern,
            "folder": folders[one.pattern].folder,
            "both": [{"here": here, "there": there} for here, there in one.both],
            "only_here": list(one.only_here),
            "only_there": list(one.only_there),
        }
        for one in alike(imported.form, (one.bundle for one in folders.values() if one.bundle is not None))
    ]


def _print(summary: dict[str, Any], folder: Path) -> None:
    """Print what became of the form, for people."""
    kept, total = summary["kept"], summary["total"]
    click.echo(f"Made {folder} from a form ({summary['format']}):")
    for part, number in total.items():
        if number:
            click.echo(f"  {part:<11} {kept[part]:>6,} of {number:,}")
    for heading, notes in _lists(summary):
        if notes:
            click.echo(f"\n{heading}:")
        for note in notes:
            times = f" ({note['times']} times)" if "times" in note else ""
            click.echo(f"  {note['what']}{times}: {note['why']} [{note['where']}]")
    errors, warnings = summary["problems"]["errors"], summary["problems"]["warnings"]
    click.echo(
        f"\n`commonwheel pattern check` finds {counted(errors, 'error')} and {counted(warnings, 'warning')}. Next:"
    )
    click.echo(f"  commonwheel pattern check {folder}")
    click.echo(f"  commonwheel pattern preview {folder}")


def _lists(summary: dict[str, Any]) -> tuple[tuple[str, list[dict[str, Any]]], ...]:
    """Return what is listed, each under its heading."""
    return (
        ("Changed", summary["changed"]),
        ("Not carried", summary["not_carried"]),
        ("To think about", summary["advice"]),
    )

"""`commonwheel layer merge`."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.layer.reading import layers_over, pattern_in
from commonwheel.cli.pattern.printing import counted, print_json

if TYPE_CHECKING:
    from commonwheel.core.examples.rehearsal import OutcomeChange
    from commonwheel.core.layers.conflicts import Conflict
    from commonwheel.core.layers.merge import Merge
    from commonwheel.core.layers.tree import Layered

HAS_CONFLICTS = 3
_PLACES = ("at", "move", "remove", "after", "before", "in")


@click.command()
@click.option("--from", "old", required=True, metavar="DIR", help="The version that the layer was made against.")
@click.option("--to", "new", required=True, metavar="DIR", help="The new version.")
@click.option("--layer", "file", required=True, metavar="FILE", help="The layer; - for standard input.")
@click.option(
    "--outer", "outer", multiple=True, metavar="FILE",
    help="A wider owner's layer beneath it, the widest first; it is merged before it.",
)  # fmt: skip
@click.option("--outer-to", "outer_new", multiple=True, metavar="FILE", help="The same in its new version, as merged.")
@click.option("--rehearse", is_flag=True, help="Walk the examples before and after; say what comes out otherwise.")
@click.option("--json", "as_json", is_flag=True, help="Print {layer, result, conflicts, took_upstream, kept_local}.")
def merge(
    old: str, new: str, file: str, outer: tuple[str, ...], outer_new: tuple[str, ...], *, rehearse: bool, as_json: bool
) -> None:
    """
    Carry a layer over from one version of its pattern to another. Nothing is written: the result is printed.

    Every change of the new version and every change of the layer is in the result, or named as a conflict. A
    conflict is left at the layer's value until somebody decides it.

    Exits with 0 where there is no conflict, 3 where there is one, 1 where a folder or the layer has an error, 2
    where one is missing.
    """
    merged, before = _merged(old, new, file, outer, outer_new, as_json=as_json)
    rehearsed = _rehearsed(before, merged) if rehearse else ()
    if as_json:
        more = {"rehearsal": [asdict(one) for one in rehearsed]} if rehearse else {}
        print_json(as_json_of(merged) | more)
    else:
        _print(merged)
        for one in rehearsed:
            place = f" after {one.at}" if one.at else ""
            click.echo(f"comes out otherwise  {one.example}{place}: {one.what}: {one.before}; now {one.after}")
    sys.exit(HAS_CONFLICTS if merged.conflicts else 0)


def as_json_of(merged: "Merge") -> dict[str, Any]:
    """Return what `--json` prints: every address leads somewhere in `result`."""
    from commonwheel.core.layers.walkable import walkable

    return {
        "layer": merged.layer.model_dump(mode="json", by_alias=True, exclude_none=True),
        "result": walkable(merged.result),
        "conflicts": [_conflict(one) for one in merged.conflicts],
        "took_upstream": [
            {"at": one.address, "kind": one.kind, "says": one.sentence, "before": one.before, "after": one.after}
            for one in merged.took_upstream
        ],
        "kept_local": [dict(one) for one in merged.kept_local],
    }


# Private


def _merged(
    old: str, new: str, file: str, outer: tuple[str, ...], outer_new: tuple[str, ...], *, as_json: bool
) -> "tuple[Merge, Layered]":
    """Return the merge, and the service as it is before it."""
    from dataclasses import replace

    from commonwheel.core.layers.apply import lay_over
    from commonwheel.core.layers.merge import merge as merging
    from commonwheel.core.layers.soundness import does_not_check
    from commonwheel.core.layers.tree import Layered
    from commonwheel.core.patterns.versions.effective import effective_of

    before = Layered(pattern_in(old, as_json=as_json), {})
    beneath = above = Layered(pattern_in(new, as_json=as_json), {})
    wider = list(layers_over(before, outer, as_json=as_json))
    for one, under in layers_over(above, outer_new, as_json=as_json) if outer_new else wider:
        above = lay_over(under, one) if outer_new else merging(under, above, one).result
    base = lay_over(wider[-1][1], wider[-1][0]) if wider else before
    digest = effective_of(above.bundle, above.values).digest
    ((layer, _),) = layers_over(base, (file,), as_json=as_json, merged_already=digest)
    merged = merging(base, above, layer)
    whole = replace(merged, conflicts=(*merged.conflicts, *does_not_check(merged.result, beneath)))
    is_merged_already = layer.made_against.digest == digest
    return whole, merged.result if is_merged_already else lay_over(base, layer)


def _rehearsed(before: "Layered", merged: "Merge") -> "tuple[OutcomeChange, ...]":
    from commonwheel.core.examples.proving import with_values
    from commonwheel.core.examples.rehearsal import rehearse
    from commonwheel.integrations.bank_holidays.carried import carried_calendars

    old, new = (with_values(one.bundle, one.values) for one in (before, merged.result))
    return rehearse(old, new, new.examples.values(), calendars=carried_calendars())


def _conflict(one: "Conflict") -> dict[str, Any]:
    return {
        "at": one.at, "kind": one.kind, "says": one.says, "base": one.base, "theirs": one.theirs, "ours": one.ours,
        "choices": list(one.choices),
    }  # fmt: skip


def _print(merged: "Merge") -> None:
    for one in merged.took_upstream:
        click.echo(f"took    {one.sentence}")
    for entry in merged.kept_local:
        click.echo(f"kept    {next(str(entry[key]) for key in _PLACES if key in entry)}")
    for conflict in merged.conflicts:
        click.echo(click.style("decide", fg="yellow", bold=True) + f"  {conflict.at}: {conflict.says}")
    click.echo(f"{counted(len(merged.kept_local), 'change')} kept, {counted(len(merged.conflicts), 'conflict')}")

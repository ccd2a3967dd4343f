"""What `commonwheel pattern import` does where a shared pattern asks much the same: a layer instead of a pattern."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from commonwheel.cli.pattern.check import HAS_ERRORS
from commonwheel.cli.pattern.checking import check_folder
from commonwheel.cli.pattern.new import COULD_NOT_WRITE
from commonwheel.cli.pattern.printing import counted, print_checked, print_json

if TYPE_CHECKING:
    from commonwheel.core.forms.importing import Imported
    from commonwheel.core.patterns.model.companions import Bundle

_MOST_OTHERS = 2
"""Patterns beside the likest that are shown too."""


def import_as_layer(
    imported: "Imported",
    shared: str,
    *,
    to: Path,
    owner: str,
    hide: tuple[str, ...],
    summary: dict[str, Any],
    as_json: bool,
) -> None:
    """Write the layer that a form is over a shared pattern, and say what stands in it and what does not."""
    from commonwheel.core.adapting.adapt import adapt, first_layer
    from commonwheel.core.layers.read import write_layer
    from commonwheel.core.layers.tree import Layered
    from commonwheel.integrations.pattern_folder.writing import write_file

    beneath = Layered(_bundle_in(shared, as_json=as_json), {})
    made = adapt(imported, beneath, first_layer(beneath, owner=owner), hide=hide)
    besides = {one.at for one in made.besides}
    for address in hide:
        if address not in besides:
            known = ", ".join(one.at for one in made.besides if one.may_hide) or "none"
            raise click.UsageError(
                f"{address} is no question that only the shared pattern asks. These can be: {known}."
            )
    try:
        write_file(to, write_layer(made.layer))
    except OSError as error:
        could_not_write(to, error, as_json=as_json)
    if as_json:
        print_json(summary | {"layer": made.summary()})
    else:
        _print(made.summary(), to, shared)


def print_alike(alike: list[dict[str, Any]], command: str) -> None:
    """Say first what shared patterns ask beside the form, and how to use the likest of them instead."""
    for one in alike[: 1 + _MOST_OTHERS]:
        both, here, there = one["both"], one["only_here"], one["only_there"]
        click.echo(f"{one['pattern']} asks {len(both)} of these {len(both) + len(here)} questions already.")
        for pair in both:
            click.echo(f"  both             {pair['here']} | {pair['there']}")
        for words in here:
            click.echo(f"  only your form   {words}")
        for words in there:
            click.echo(f"  only the shared  {words}")
        click.echo("")
    if alike:
        click.echo("Recommended: use the shared one, and keep these local differences:")
        click.echo(f"  {command} --as-layer-of {alike[0]['folder']} --to our-layer.yaml")
        click.echo("Or go on with the whole form as a pattern of your own:\n")


def could_not_write(path: Path, error: OSError, *, as_json: bool) -> NoReturn:
    """Say that something could not be written, and end the command."""
    stop(f"{path} could not be written: {error.strerror}. Nothing was left behind.", COULD_NOT_WRITE, as_json=as_json)


def stop(words: str, code: int, *, as_json: bool) -> NoReturn:
    """Say why nothing was made, and end the command."""
    if as_json:
        print_json({"error": words})
    click.echo(words, err=True)
    sys.exit(code)


# Private


def _bundle_in(folder: str, *, as_json: bool) -> "Bundle":
    """Return the pattern in a folder; ends the command where it cannot be read."""
    checked = check_folder(folder)
    if checked.bundle is not None and checked.ok:
        return checked.bundle
    if as_json:
        print_json(checked.as_json())
    else:
        print_checked((checked,))
    sys.exit(HAS_ERRORS)


def _print(made: dict[str, Any], to: Path, shared: str) -> None:
    """Print what stands in the layer and what does not, for people."""
    click.echo(f"Made {to}, a layer of {counted(made['changes'], 'change')} over {made['pattern']}.")
    click.echo(f"\nBoth ask ({len(made['both'])}):")
    for one in made["both"]:
        changed = f" (yours: {', '.join(one['changed'])})" if one["changed"] else ""
        click.echo(f"  {one['here']} | {one['there']}{changed}")
    for heading, notes in (("In the layer", made["only_here"]), ("Not in it", made["left"])):
        if notes:
            click.echo(f"\n{heading}:")
        for note in notes:
            click.echo(f"  {note['what']}: {note['why']} [{note['where']}]")
    if made["only_there"]:
        click.echo("\nThe shared one also asks:")
    for one in made["only_there"]:
        how = f" [--hide {one['at']}]" if one["may_hide"] else ""
        click.echo(f"  {one['words']}: {one['why']}{how}")
    click.echo(f"\nNext:\n  commonwheel layer check {to} --over {shared}")

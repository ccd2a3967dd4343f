"""`commonwheel layer explain`."""

import sys
from dataclasses import asdict

import click

from commonwheel.cli.layer.reading import layers_over, pattern_in
from commonwheel.cli.pattern.check import HAS_ERRORS
from commonwheel.cli.pattern.printing import print_json


@click.command()
@click.argument("address")
@click.option("--over", "folder", required=True, metavar="DIR", help="The folder of the pattern.")
@click.option("--layer", "layers", multiple=True, metavar="FILE", help="A layer; the widest first, the own one last.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print {address, value, history: [{owner, event, before, after}]}."
)
def explain(address: str, folder: str, layers: tuple[str, ...], *, as_json: bool) -> None:
    """
    Say who set the field at ADDRESS, what it was before, and what it is.

    ADDRESS is ids joined by dots: steps.bin.title, settings.report_within_days, steps.bin for a whole page.

    Exits with 0, 1 where nothing stands there, 2 where a file or folder is missing.
    """
    from commonwheel.core.layers.conflicts import value_spoken
    from commonwheel.core.layers.explain import Laid
    from commonwheel.core.layers.explain import explain as explained
    from commonwheel.core.layers.tree import Layered

    bundle = pattern_in(folder, as_json=as_json)
    laid = [Laid(layer) for layer, _ in layers_over(Layered(bundle, {}), layers, as_json=as_json)]
    found = explained(bundle, laid, address)
    if found is None:
        click.echo(f"Nothing stands at {address}. Write the ids from the top, joined by dots.", err=True)
        sys.exit(HAS_ERRORS)
    if as_json:
        print_json({**asdict(found), "history": [asdict(one) for one in found.history]})
        return
    click.echo(f"{found.address}: {value_spoken(found.value)}")
    for one in found.history:
        why = f", because: {one.because}" if one.because else ""
        click.echo(f"  {one.owner}: {one.event} {value_spoken(one.after)} (before: {value_spoken(one.before)}){why}")

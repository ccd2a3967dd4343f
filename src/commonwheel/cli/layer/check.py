"""`commonwheel layer check`."""

import sys

import click

from commonwheel.cli.layer.reading import layers_over, pattern_in
from commonwheel.cli.pattern.check import HAS_ERRORS
from commonwheel.cli.pattern.printing import counted, print_json


@click.command()
@click.argument("layers", metavar="LAYER...", nargs=-1, required=True)
@click.option("--over", "folder", required=True, metavar="DIR", help="The folder of the pattern.")
@click.option("--json", "as_json", is_flag=True, help="Print {layer, ok, digest, problems: [{at, says}]}.")
def check(layers: tuple[str, ...], folder: str, *, as_json: bool) -> None:
    """
    Say whether each LAYER fits the pattern, the widest first, and whether what comes of them works.

    Exits with 0 where it does, 1 where it does not, 2 where a file or folder is missing.
    """
    from commonwheel.core.layers.apply import lay_over
    from commonwheel.core.layers.soundness import does_not_check
    from commonwheel.core.layers.tree import Layered
    from commonwheel.core.patterns.versions.effective import effective_of

    beneath = Layered(pattern_in(folder, as_json=as_json), {})
    (layer, under) = list(layers_over(beneath, layers, as_json=as_json))[-1]
    whole = lay_over(under, layer)
    found = does_not_check(whole, beneath)
    digest = effective_of(whole.bundle, whole.values).digest
    if as_json:
        problems = [{"at": one.at, "says": one.says} for one in found]
        print_json({"layer": layer.layer, "ok": not found, "digest": digest, "problems": problems})
    else:
        for one in found:
            click.echo(f"{one.at}: {one.says}")
        click.echo(f"{layer.layer}: {counted(len(found), 'error')}, digest {digest}")
    sys.exit(HAS_ERRORS if found else 0)

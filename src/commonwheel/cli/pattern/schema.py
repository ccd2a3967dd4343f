"""`commonwheel pattern schema`."""

import click

from commonwheel.cli.pattern.printing import print_json


@click.command()
@click.argument("file", default="pattern", type=click.Choice(
    ["pattern", "block", "message", "translations", "example", "layer", "manifest"]
))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the JSON Schema; this is also what happens without it.")
@click.option("--reference", is_flag=True, help="Print the whole reference of the language, in Markdown, instead.")
def schema(file: str, *, as_json: bool, reference: bool) -> None:
    """
    Print the JSON Schema of FILE, for an editor that checks while you type.

    FILE is pattern, block, message (its first block), translations, example, layer or manifest.
    """
    from commonwheel.cli.pattern.language import FILES, whole_reference
    from commonwheel.core.patterns.reference.schema import json_schema

    if reference and as_json:
        raise click.UsageError("Choose one of --json and --reference.")
    if reference:
        click.echo(whole_reference(), nl=False)
        return
    shape, title = FILES[file]
    print_json(json_schema(shape, title=title))

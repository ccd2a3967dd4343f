"""`commonwheel pattern record-of-processing`."""

import sys
from dataclasses import asdict

import click

from commonwheel.cli.pattern.check import CALLED_WRONGLY, HAS_ERRORS
from commonwheel.cli.pattern.printing import print_checked, print_json
from commonwheel.cli.pattern.sources import read_source

_CONTROLLER = "The council"


@click.command("record-of-processing")
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True)
@click.option("--controller", default=_CONTROLLER, show_default=True, help="Who is the controller of the data.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print a page in Markdown: what is printed anyway.")
def record_of_processing(folders: tuple[str, ...], *, controller: str, as_json: bool, as_markdown: bool) -> None:
    """
    Print what each pattern in FOLDER... says for the record of processing (UK GDPR article 30).

    A FOLDER may be the file of a release. Exits with 0; with 1 where one of them has errors, 2 where one is not there.
    """
    from commonwheel.core.patterns.running.programme import compile_programme
    from commonwheel.core.patterns.versions.effective import effective_of
    from commonwheel.core.processing.page import page_of
    from commonwheel.core.processing.record import record_of

    if as_json and as_markdown:
        raise click.UsageError("Say --json or --markdown, not both.")
    records = []
    for source in map(read_source, folders):
        if source.release is None:
            print_checked([source.checked])
            sys.exit(CALLED_WRONGLY if source.checked.called_wrongly else HAS_ERRORS)
        records.append(record_of(compile_programme(effective_of(source.release.bundle))))
    if as_json:
        print_json({"controller": controller, "services": [asdict(one) for one in records]})
    else:
        click.echo(page_of(records, controller=controller), nl=False)

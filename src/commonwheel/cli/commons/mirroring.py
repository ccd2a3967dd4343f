"""`commonwheel commons mirror`."""

from pathlib import Path

import click

from commonwheel.cli.commons.sharing import A_FILE, ends_with_reason, folder_option, now
from commonwheel.cli.on_node import as_json_option, say


@click.command()
@click.option("--from", "address", required=True, metavar="ADDRESS", help="The commons to copy, as https://….")
@click.option(
    "--root", required=True, type=A_FILE, metavar="FILE",
    help="Its root.json, had from somebody you trust, and not from the commons itself.",
)  # fmt: skip
@folder_option
@as_json_option
@ends_with_reason
def mirror(*, address: str, root: Path, folder: Path, as_json: bool) -> None:
    """
    Copy another commons into FOLDER, verified to the last byte; run it again to bring the copy up to date.

    Whoever follows the copy checks the same signatures as at its source. Nobody can publish in it.
    """
    from commonwheel.integrations.trust.mirroring import mirror as copy

    base = address.rstrip("/").removesuffix("/commons")
    made = copy(address=f"{base}/commons/repository", root=root.read_bytes(), folder=folder, now=now())
    words = f"The copy has {made.publishers} publishers and {made.releases} releases; {made.fetched} were fetched now."
    value = {"publishers": made.publishers, "releases": made.releases, "fetched": made.fetched}
    say(words, value, as_json=as_json)

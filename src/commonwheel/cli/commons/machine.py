"""Commands for those who run a commons, on its machine."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commonwheel.cli.commons.sharing import A_FILE, ends_with_reason, folder_option, now
from commonwheel.cli.on_node import as_json_option, on_node, say, wrong

if TYPE_CHECKING:
    from commonwheel.integrations.trust.repository import CommonsFolder


@click.command()
@click.argument("root", type=A_FILE)
@click.argument("publishers", type=A_FILE)
@folder_option
@ends_with_reason
def start(*, root: Path, publishers: Path, folder: Path) -> None:
    """
    Start a commons from a signed ROOT and a signed list of PUBLISHERS.

    Its two online keys must be in FOLDER/online: `commons key --online FOLDER/online/timestamp`, and `snapshot`.
    """
    _commons(folder).start(root.read_bytes(), publishers.read_bytes(), now=now())
    click.echo(f"The commons has been started in {folder}. Give root.json to those who are to follow it.")


@click.command()
@click.argument("publishers", type=A_FILE)
@click.option(
    "--list", "lists", multiple=True, metavar="PUBLISHER=FILE",
    help="The list of a publisher whose keys change, signed anew; again for each.",
)  # fmt: skip
@folder_option
@ends_with_reason
def install_publishers(*, publishers: Path, lists: tuple[str, ...], folder: Path) -> None:
    """Take the next list of PUBLISHERS, signed by the people."""
    given = dict(one.split("=", 1) for one in lists if "=" in one)
    if len(given) < len(lists):
        wrong("Write --list PUBLISHER=FILE, once for each publisher.")
    texts = {name: Path(file).read_bytes() for name, file in given.items()}
    _commons(folder).install_publishers(publishers.read_bytes(), lists=texts, now=now())
    click.echo("The list of publishers counts from now on.")


@click.command()
@click.argument("root", type=A_FILE)
@folder_option
@ends_with_reason
def install_root(*, root: Path, folder: Path) -> None:
    """Take the next ROOT, signed by enough of the old and of the new people."""
    _commons(folder).install_root(root.read_bytes(), now=now())
    click.echo("The root counts from now on.")


@click.command()
@folder_option
@as_json_option
@ends_with_reason
def expiring(*, folder: Path, as_json: bool) -> None:
    """List what somebody should sign anew, the soonest to run out first."""
    found = _commons(folder).list_expiring(now=now())
    lines = [f"{one.role}: runs out on {one.until:%-d %B %Y}" for one in found]
    value = [{"role": one.role, "until": one.until.isoformat()} for one in found]
    say("\n".join(lines) or "Nothing runs out in the next three months.", value, as_json=as_json)


@click.command()
@click.argument("path", metavar="PUBLISHER/NAME@VERSION")
@click.option("--reason", default="", help="Why, in a sentence that everybody may read.")
@click.option("--let-go", is_flag=True, help="Hand it out again.")
@folder_option
@ends_with_reason
def quarantine(*, path: str, reason: str, let_go: bool, folder: Path) -> None:
    """Stop a release at once, in the name of those who run the commons."""
    from commonwheel.integrations.trust.shelf import path_named, read_shelves

    if let_go == bool(reason):
        wrong("Say --reason, or --let-go to hand it out again.")
    commons = _commons(folder)
    found = path_named(read_shelves(commons.counting()), path)
    commons.quarantine(found, reason, now=now())
    click.echo(f"{found} is handed out again." if let_go else f"{found} is stopped: {reason}")


@click.command()
@click.argument("council")
@click.option("--key", "file", required=True, type=A_FILE, metavar="FILE.pub", help="The council's public key.")
@click.option("--title", required=True, help="The council's name as people write it.")
@on_node
def admit(*, council: str, file: Path, title: str) -> None:
    """Let the statements of use of COUNCIL (its name in the register) count from now on."""
    from commonwheel.apps.commons import api as commons

    commons.admit_council(council, title=title, key=file.read_bytes(), now=now())
    click.echo(f"What {title} signs about the services it runs is shown from now on.")


@click.command()
@click.option("--anew", is_flag=True, help="Read every byte again.")
@on_node
def index(*, anew: bool) -> None:
    """Make the catalogue anew from the folder; what is right already stays."""
    from commonwheel.apps.commons import api as commons

    written = commons.index_commons(anew=anew)
    click.echo(f"The catalogue is up to date: {written} publishers were written.")


# Private


def _commons(folder: Path) -> "CommonsFolder":
    from commonwheel.integrations.trust.online import running_commons

    return running_commons(folder)

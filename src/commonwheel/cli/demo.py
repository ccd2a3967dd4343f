"""The demonstration node: one command, and there is something to open."""

import json
import os
from pathlib import Path

import click

from commonwheel.cli.node import listen_only_where_free

PAGES_TO_OPEN = {
    "/brighton-and-hove/": "a council’s services",
    "/demonstration/": "who you can be, with passwords and codes",
    "/staff/": "officers sign in here",
    "/places/": "who serves an area, service by service",
    "/commons/": "the shared library",
    "/demonstration/mailbox/": "what residents would have been sent",
}


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("var"),
    show_default=True,
    help="Folder for everything it keeps.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--people", "only_people", is_flag=True, help="Only list the people to be, with their codes of this minute."
)
@click.option("--json", "as_json", is_flag=True, help="With --people: as JSON.")
def demo(data: Path, host: str, port: int, only_people: bool, as_json: bool) -> None:
    """
    Start a demonstration node with real places and invented people.

    The first start takes a little while, because it makes the node; later ones take seconds and
    keep its data. Stop it with Ctrl+C; remove the folder to begin again.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwheel.project.settings")
    os.environ["COMMONWHEEL_DEMONSTRATION"] = "yes"
    os.environ["COMMONWHEEL_DATA"] = str(data)
    os.environ["COMMONWHEEL_ADDRESS"] = f"{host}:{port}"
    os.environ["COMMONWHEEL_COMMONS_FOLDER"] = str(data / "commons")
    from commonwheel.project.demonstration import start

    if only_people:
        _print_people(start.people(), as_json=as_json)
        return
    listen_only_where_free(host, port)
    start.prepare(say=lambda words: click.echo(f"  {words}", err=True))
    _print_welcome(f"http://{host}:{port}", start.people())
    start.serve(host=host, port=port)


def _print_people(people: list[dict[str, str]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(people, ensure_ascii=False, indent=1))
        return
    for person in people:
        click.echo(f"{person['name']:<18} {person['email']:<34} {person['council']:<22} code {person['code']}")


def _print_welcome(address: str, people: list[dict[str, str]]) -> None:
    click.echo(f"\nOpen {address}/\n")
    for path, what in PAGES_TO_OPEN.items():
        click.echo(f"  {address}{path:<25} {what}")
    click.echo()
    click.echo("People to be (all invented):")
    for person in people:
        click.echo(f"  {person['email']:<34} {person['wants']}")
    click.echo(f"Their password: {people[0]['password']}. The code of the moment is on the page “who you can be”.\n")
    click.echo("Nothing here belongs to the councils named, and none of them has taken part. Stop with Ctrl+C.\n")

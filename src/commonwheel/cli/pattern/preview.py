"""`commonwheel pattern preview`."""

import json
import os
import sys
import webbrowser
from pathlib import Path

import click

from commonwheel.cli.node import listen_only_where_free


@click.command()
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path)
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8010, show_default=True, type=click.IntRange(0, 65_535), help="Port to listen on; 0 for any."
)
@click.option(
    "--layer", type=click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path),
    help="File with a council's own settings and words, to lay over it.",
)  # fmt: skip
@click.option("--language", type=click.Choice(["en", "cy"]), default="en", show_default=True, help="Shown first.")
@click.option("--open/--no-open", "open_browser", default=False, help="Open it in your browser.")
@click.option("--json", "as_json", is_flag=True, help="Print {address, pid} on one line once it is up.")
def preview(
    folder: Path, *, host: str, port: int, layer: Path | None, language: str, open_browser: bool, as_json: bool
) -> None:
    """
    Show the pages of the pattern in DIR as residents will see them, while it is being written.

    On each save the pages change, and those that are open show it by themselves. While the folder has
    errors, each page lists them. It keeps nothing: whatever is answered goes when it ends. Stop it
    with Ctrl+C.

    Exits with 2 where DIR or the layer is not there, or the port is taken.
    """
    port = listen_only_where_free(host, port)
    from commonwheel.project.preview.choice import Choice
    from commonwheel.project.preview.serving import preview as serve

    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    def when_up() -> None:
        _say(address, folder, as_json=as_json)
        if open_browser:
            webbrowser.open(address)

    serve(Choice(folder, layer, language), host=host, port=port, when_up=when_up)


def _say(address: str, folder: Path, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"address": address, "pid": os.getpid()}))
    else:
        click.echo(f"\nOpen {address}\n\n  Each save in {folder} changes the pages. Stop with Ctrl+C.\n")
    sys.stdout.flush()

"""Commands that run a node: `run`, `worker`, `migrate`, `manage`."""

import io
import os

import click

from commonwheel.cli.on_node import refuse, set_up_django, wrong


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535), help="Port to listen on.")
@click.option(
    "--workers",
    default=min(2, os.cpu_count() or 1),
    show_default="2, or 1 where there is one core",
    type=click.IntRange(1, 64),
    help="Web processes.",
)
@click.option("--jobs/--no-jobs", "with_jobs", default=True, help="Run the worker beside the web server.")
def run(*, host: str, port: int, workers: int, with_jobs: bool) -> None:
    """Run the node: bring the database up to date, check the settings, serve."""
    listen_only_where_free(host, port)
    set_up_django()
    from commonwheel.project.migrating import migrate_tables
    from commonwheel.project.server import serve

    migrate_tables()
    _check()

    serve(host=host, port=port, workers=workers, with_jobs=with_jobs)


@click.command()
def worker() -> None:
    """Run a worker by itself, beside `run --no-jobs` elsewhere."""
    set_up_django()
    from commonwheel.project.worker import main

    main()


@click.command()
def migrate() -> None:
    """Bring the database up to date."""
    set_up_django()
    from commonwheel.project.migrating import migrate_tables

    migrate_tables(verbosity=1)


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as `check` or `dbshell`."""
    set_up_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["commonwheel manage", *arguments])


def listen_only_where_free(host: str, port: int) -> int:
    """Return the port, any that is free for 0; end with a sentence and exit code 2 where the address is taken."""
    from commonwheel.project.ports import AddressIsTaken, free_port

    try:
        return free_port(host, port)
    except AddressIsTaken as reason:
        wrong(str(reason))


def _check() -> None:
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        call_command("check", databases=["default"], stdout=io.StringIO())
    except SystemCheckError as reason:
        refuse(str(reason))

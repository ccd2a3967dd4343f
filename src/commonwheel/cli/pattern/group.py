"""The group of commands for those who write patterns."""

from collections.abc import Mapping

import click

from commonwheel.cli.lazy import LazyGroup

_HERE = "commonwheel.cli.pattern"
COMMANDS: Mapping[str, tuple[str, str, str]] = {
    "new": (f"{_HERE}.new", "new", "Make a folder for a new pattern, complete and ready to try."),
    "import": (f"{_HERE}.import_form", "import_form", "Make a pattern of a form of another system."),
    "export": (f"{_HERE}.export_form", "export_form", "Write a pattern as a form of another system, or as paper."),
    "check": (f"{_HERE}.check", "check", "Say everything that is wrong with patterns."),
    "test": (f"{_HERE}.examples", "test", "Walk the examples of patterns, and name what none reaches."),
    "preview": (f"{_HERE}.preview", "preview", "Show the pages of a pattern while it is being written."),
    "schema": (f"{_HERE}.schema", "schema", "Print the JSON Schema of a file, for editors."),
    "compare": (f"{_HERE}.compare", "compare", "Say what differs between two versions, and what it weighs."),
    "record-of-processing": (
        f"{_HERE}.record",
        "record_of_processing",
        "Print what patterns say for the record of processing.",
    ),
    "pack": (f"{_HERE}.pack", "pack", "Write the release of a pattern or block: one file."),
    "unpack": (f"{_HERE}.unpack", "unpack", "Verify a release, and write the folder that it was made of."),
}


@click.group(cls=LazyGroup, commands_in=COMMANDS)
def pattern() -> None:
    """
    Write, check, compare and release patterns.

    A pattern is a folder of plain text that describes one public service whole. docs/reference/pattern.md
    lists every key.
    """

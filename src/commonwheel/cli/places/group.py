"""The group of commands about places: postcodes and boundaries of the node, address registers of its councils."""

from collections.abc import Mapping

import click

from commonwheel.cli.lazy import LazyGroup

_HERE = "commonwheel.cli.places"
COMMANDS: Mapping[str, tuple[str, str, str]] = {
    "import": (f"{_HERE}.taking_in", "import_files", "Take in postcodes and boundaries."),
    "list": (f"{_HERE}.holding", "list_held", "List the postcodes and boundaries that are held."),
    "compare": (f"{_HERE}.holding", "compare", "List what differs between two vintages of boundaries."),
    "drop": (f"{_HERE}.holding", "drop", "Remove a vintage."),
    "locate": (f"{_HERE}.locating", "locate", "Add the councils of each place to a CSV file."),
    "who": (f"{_HERE}.who", "who", "Say who serves a place on a day, and why."),
    "level": (f"{_HERE}.level", "level", "Compare councils of several sizes for a service."),
    "figures": (f"{_HERE}.figures", "figures", "Keep the figures by which the page on levels of local compares."),
    "register": (f"{_HERE}.register", "register", "Show the register of authorities, or compare it."),
    "find": (f"{_HERE}.registers", "find", "Say where a postcode is."),
    "load": (f"{_HERE}.registers", "load", "Bring a council's address register up to its gazetteer."),
}


@click.group(cls=LazyGroup, commands_in=COMMANDS)
def places() -> None:
    """
    Postcodes and boundaries of this node, and the address registers of its councils.

    docs/how-to/load-postcodes-and-boundaries.md tells which files can be taken in and where councils get them.
    """

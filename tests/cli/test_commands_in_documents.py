"""Every command that the pack for councils names is there, with the options it is shown with."""

import re
from pathlib import Path

import click
import pytest

from commonwheel.cli.main import commonwheel

PAGES = sorted((Path(__file__).parents[2] / "docs" / "adopting").glob("*.md"))
SHOWN = [(page.name, shown) for page in PAGES for shown in re.findall(r"commonwheel ([a-z][^`\n|]*)", page.read_text()) if re.search(rf"`commonwheel {re.escape(shown)}|^commonwheel {re.escape(shown)}", page.read_text(), re.MULTILINE)]  # fmt: skip


def test_the_pack_names_commands() -> None:
    assert len(SHOWN) > 15


@pytest.mark.parametrize(("page", "shown"), SHOWN)
def test_a_command_that_is_named_is_there(page: str, shown: str) -> None:
    words = shown.split()
    command: click.Command = commonwheel
    with click.Context(commonwheel) as context:
        while words and isinstance(command, click.Group):
            found = command.get_command(context, words.pop(0))
            assert found is not None, f"{page}: {shown}"
            command = found
    known = {option for one in command.params for option in one.opts}
    if command.name == "manage":
        return
    assert {word.rstrip(",.:;") for word in words if word.startswith("--")} <= known, f"{page}: {shown}"

"""What the commands for layers begin with: a pattern's folder and layers' files, read or refused."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from commonwheel.cli.pattern.check import CALLED_WRONGLY, HAS_ERRORS
from commonwheel.cli.pattern.checking import Checked, check_folder
from commonwheel.cli.pattern.printing import print_checked, print_json
from commonwheel.core.problems import Problem

if TYPE_CHECKING:
    from commonwheel.core.layers.model import Layer
    from commonwheel.core.layers.tree import Layered
    from commonwheel.core.patterns.model.companions import Bundle

_LARGEST = 1_000_000


def pattern_in(folder: str, *, as_json: bool) -> "Bundle":
    """Return the pattern in a folder; ends the command where it cannot be read."""
    checked = check_folder(folder)
    if checked.bundle is None or not checked.ok:
        refuse((checked,), as_json=as_json, called_wrongly=checked.called_wrongly)
    return checked.bundle


def layers_over(
    beneath: "Layered", files: Sequence[str], *, as_json: bool, merged_already: str = ""
) -> Iterator[tuple["Layer", "Layered"]]:
    """
    Yield each layer with what lies beneath it, the widest first; ends the command at the first that does not fit.

    Args:
        merged_already: a digest; a layer made against it need not fit what lies here.
    """
    from commonwheel.core.layers.apply import lay_over, saying_what_it_was_made_against
    from commonwheel.core.layers.read import read_layer
    from commonwheel.core.layers.refusals import LayerDoesNotFit
    from commonwheel.core.patterns.versions.effective import effective_of

    for file in files:
        text = _text(file, as_json=as_json)
        said = saying_what_it_was_made_against(text, effective_of(beneath.bundle, beneath.values))
        result = read_layer(said.encode(), file=Path(file).name)
        if result.layer is None:
            refuse((Checked(file, file, None, result.problems),), as_json=as_json)
        if result.layer.made_against.digest == merged_already:
            yield result.layer, beneath
            continue
        try:
            above = lay_over(beneath, result.layer, places=result.places)
        except LayerDoesNotFit as failure:
            refuse((Checked(file, file, None, failure.problems),), as_json=as_json)
        yield result.layer, beneath
        beneath = above


def refuse(checked: tuple[Checked, ...], *, as_json: bool, called_wrongly: bool = False) -> NoReturn:
    """Print what is wrong, and end the command."""
    if as_json:
        print_json([one.as_json() for one in checked])
    else:
        print_checked(checked)
    sys.exit(CALLED_WRONGLY if called_wrongly else HAS_ERRORS)


# Private


def _text(file: str, *, as_json: bool) -> str:
    try:
        data = sys.stdin.buffer.read(_LARGEST + 1) if file == "-" else Path(file).read_bytes()
    except OSError as error:
        _not_read(file, str(error.strerror), as_json=as_json)
    if len(data) > _LARGEST:
        _not_read(file, f"more than {_LARGEST:,} bytes", as_json=as_json)
    try:
        return data.decode()
    except UnicodeDecodeError:
        _not_read(file, "not UTF-8", as_json=as_json)


def _not_read(file: str, why: str, *, as_json: bool) -> NoReturn:
    problem = Problem("", 0, 0, "no-layer", "error", why, "the file of a layer", "Give the file of a layer.")
    refuse((Checked(file, file, None, (problem,), called_wrongly=True),), as_json=as_json, called_wrongly=True)

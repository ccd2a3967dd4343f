"""Whether what a merge made would still work: the checks of the language, said as conflicts at their addresses."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from commonwheel.core.layers.conflicts import Conflict
from commonwheel.core.layers.tree import Layered
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.reading.places import Standing
from commonwheel.core.patterns.reading.text import shorten
from commonwheel.core.problems import Problem


def does_not_check(
    result: Layered, beneath: Layered | None = None, *, also: Collection[str] = ()
) -> tuple[Conflict, ...]:
    """
    Return a conflict for each error that a pattern has with its layer on it.

    Args:
        beneath: the pattern without the layer; what is wrong there already is not said.
        also: codes of warnings that count as errors.
    """
    known = {(one.code, one.file, one.found) for one in _errors(beneath, also)} if beneath is not None else set()
    return tuple(
        Conflict(_address(one.file), "does-not-check", f"{one.help} (found: {one.found or 'nothing'})", ours=one.code)
        for one in _errors(result, also)
        if (one.code, one.file, one.found) not in known and not (beneath and is_left_over(one, beneath.bundle))
    )


def is_left_over(problem: Problem, beneath: Bundle) -> bool:
    """Tell whether a problem is a shared translation of what a layer took away or moved: nobody reads it."""
    if problem.code != "translation-of-nothing":
        return False
    shared = (beneath.translations, *beneath.block_translations.values())
    return any(problem.found == shorten(at) for by in shared for entries in by.values() for at in entries)


# Private


class _Addresses(dict[str, Standing]):
    """Says of each address that it stands at itself: so problems carry addresses, not lines of files."""

    def __contains__(self, address: object) -> bool:
        return True

    def __missing__(self, address: str) -> Standing:
        return address, 0, 0

    def get(self, address: str, default: Any = None) -> Standing:  # noqa: ARG002 - the signature of `dict`
        return self[address]


def _errors(layered: Layered, also: Collection[str]) -> list[Problem]:
    bundle = replace(layered.bundle, places=_Addresses(), examples={})
    return [problem for problem in check(bundle, layered.values) if problem.severity == "error" or problem.code in also]


def _address(place: str) -> str:
    """Return the address that a place in a file beside the pattern stands for."""
    file, mark, inside = place.partition("#")
    if not mark:
        return file or "pattern"
    folder, _, name = file.rpartition("/")
    return ".".join(filter(None, (folder.replace("/", "."), name.rpartition(".")[0] or name, inside)))

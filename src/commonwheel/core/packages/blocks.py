"""A block by itself: read, checked and compared through the smallest pattern that uses it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from commonwheel.core.packages.refusals import ReleaseRefused, refusal
from commonwheel.core.packages.versions import read_version
from commonwheel.core.patterns.model.pattern import Block
from commonwheel.core.patterns.reading.faults import validate
from commonwheel.core.patterns.reading.read import newer_language
from commonwheel.core.patterns.reading.text import parse
from commonwheel.core.patterns.versions.weights import Weighed
from commonwheel.core.problems import Problem

_AT = "steps.block.ask.block."
_HOLDER = """\
language: 1
pattern: holder
version: 1.0.0
title: Use a block
summary: Use a block.
publisher: holder
need: [{{lgsl: 1, lgil: 1}}]
duty: waste-collection
data: {{power: The law, basis: public-task, special: none, keep: {{days: 1}}, then: delete}}
steps:
  - {{id: block, title: The block, ask: [{{id: block, use: "{use}"}}]}}
case: {{reference: A, states: [{{id: done, label: Done, final: done}}]}}
"""


def holding(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], str]:
    """
    Return the folder of a pattern that only uses a block, and where the block stands in it, as `blocks/…/`.

    Args:
        files: of the block's folder.

    Raises:
        ReleaseRefused: where `block.yaml` cannot be read.
    """
    block = _read(files["block.yaml"])
    major = read_version(block.version).major
    if major < 1:
        raise refusal("block-below-one", block.version, file="block.yaml")
    name = f"{block.publisher}/{block.block}"
    folder = f"blocks/{name}/"
    inside = {f"{folder}{path}": data for path, data in files.items()}
    return {"pattern.yaml": _HOLDER.format(use=f"{name}@{major}").encode(), **inside}, folder


def of_the_block(problems: Iterable[Problem], folder: str) -> tuple[Problem, ...]:
    """
    Return the problems of a block, as of its own folder.

    The pattern that holds it has no errors of its own, so that what is said of it is the block's too; its
    warnings, that it has no examples, say, are nobody's.
    """
    inside = (problem for problem in problems if problem.file.startswith(folder) or problem.severity == "error")
    return tuple(
        replace(problem, file=problem.file.removeprefix(folder))
        if problem.file.startswith(folder)
        else replace(problem, file="block.yaml", line=0, column=0)
        for problem in inside
    )


def at_its_own_addresses(weighed: Iterable[Weighed]) -> tuple[Weighed, ...]:
    """Return the differences of a block at the addresses in it, instead of those in the pattern that holds it."""
    return tuple(
        replace(
            one,
            difference=replace(
                one.difference,
                address=one.difference.address.removeprefix(_AT),
                sentence=one.difference.sentence.replace(_AT, ""),
            ),
        )
        for one in weighed
        if one.difference.address != f"{_AT}use"
    )


# Private


def _read(data: bytes) -> Block:
    tree = parse(data, file="block.yaml")
    newer = None if tree.problems else newer_language(tree, file="block.yaml")
    if tree.problems or newer:
        raise ReleaseRefused(*tree.problems, *([newer] if newer else []))
    block, problems = validate(Block, tree, file="block.yaml")
    if block is None:
        raise ReleaseRefused(*problems)
    return block

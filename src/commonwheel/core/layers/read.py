"""A layer's file: read from its bytes, and written as a person would."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.refusals import LAYER_FILE
from commonwheel.core.patterns.reading.addresses import places
from commonwheel.core.patterns.reading.faults import validate
from commonwheel.core.patterns.reading.read import newer_language
from commonwheel.core.patterns.reading.text import parse
from commonwheel.core.patterns.versions.digest import written
from commonwheel.core.problems import Problem


@dataclass(frozen=True, slots=True)
class LayerResult:
    """
    What came of reading a layer.

    Attributes:
        layer: None where it has an error.
        problems: in the order of lines.
        places: where each address of the layer's file stands: file, line, column.
    """

    layer: Layer | None
    problems: tuple[Problem, ...]
    places: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)


def read_layer(data: bytes, *, file: str = LAYER_FILE) -> LayerResult:
    """Read a layer from the bytes of its file."""
    tree = parse(data, file=file)
    if tree.problems:
        return LayerResult(None, tree.problems)
    newer = newer_language(tree, file=file)
    if newer is not None:
        return LayerResult(None, (newer,))
    layer, problems = validate(Layer, tree, file=file)
    return LayerResult(layer, tuple(sorted(problems)), places(tree, file=file))


def write_layer(layer: Layer) -> bytes:
    """Return the file of a layer: keys in the order of the reference, what is empty left out."""
    tree = {
        name: as_texts(value)
        for name, value in written(layer).items()
        if value not in ({}, [])
    }  # fmt: skip
    text: str = yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=100)
    return text.encode()


def as_texts(value: Any) -> Any:
    """Return a value with every scalar as text, as pattern text has it, and without keys that say nothing."""
    if isinstance(value, dict):
        return {key: as_texts(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [as_texts(inner) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)

"""The files of the language and their shapes, for the schema and the reference."""

from collections.abc import Mapping
from typing import Any

from commonwheel.core.layers.model import Layer
from commonwheel.core.packages.manifest import Manifest
from commonwheel.core.patterns.model.companions import Example, MessageHead, Translated
from commonwheel.core.patterns.model.pattern import Block, Pattern
from commonwheel.core.patterns.model.reserved import FORM_FIELDS, RESERVED, SITE_WORDS
from commonwheel.core.patterns.reference import rules as words
from commonwheel.core.patterns.reference.tables import Part, reference
from commonwheel.core.patterns.reference.version_rules import MANIFEST, VERSIONS

FILES: Mapping[str, tuple[Any, str]] = {
    "pattern": (Pattern, "pattern.yaml"),
    "block": (Block, "block.yaml"),
    "message": (MessageHead, "the first block of a message"),
    "translations": (dict[str, Translated], "translations/LANGUAGE.yaml"),
    "example": (Example, "examples/NAME.yaml"),
    "layer": (Layer, "a layer"),
    "manifest": (Manifest, "the manifest of a release"),
}


def whole_reference() -> str:
    """Return the reference of the language in Markdown."""
    parts = (
        Part("`pattern.yaml`", words.PATTERN, (Pattern,), words.AFTER_PATTERN),
        Part("`block.yaml`", words.BLOCK, (Block,)),
        Part("`messages/NAME.md`", words.MESSAGE, (MessageHead,)),
        Part("`translations/LANGUAGE.yaml`", words.TRANSLATIONS, (Translated,)),
        Part("`examples/NAME.yaml`", words.EXAMPLE, (Example,)),
        Part("A layer", words.LAYER, (Layer,)),
        Part("The manifest of a release", MANIFEST, (Manifest,)),
    )
    before = words.BEFORE
    for hole, names in (("{reserved}", RESERVED), ("{fields}", FORM_FIELDS), ("{addresses}", SITE_WORDS)):
        before = before.replace(hole, ", ".join(f"`{name}`" for name in sorted(names)))
    return reference(parts, before=before, after=f"{VERSIONS}\n\n{words.AFTER.strip()}")

"""An effective pattern as one tree in which every address of the language leads somewhere."""

from typing import Any

from commonwheel.core.layers.tree import Layered
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE
from commonwheel.core.patterns.reading.structure import uses
from commonwheel.core.patterns.versions.digest import written
from commonwheel.core.patterns.versions.effective import effective_of, settings_of, translations_of


def walkable(layered: Layered) -> dict[str, Any]:
    """
    Return an effective pattern in the notation of examples.

    Returns:
        The keys of `pattern.yaml`, with these beside or in them: each setting, those of blocks included, has
        its `value`; each use of a block has the questions it takes in under `ask`; `messages` holds each
        message by its name, a translated one in it by its language; `translations` each text by language and address.
    """
    bundle = layered.bundle
    effective = effective_of(bundle, layered.values)
    tree: dict[str, Any] = written(bundle.pattern)
    tree["settings"] = [
        {**written(setting), "value": written(effective.settings[setting.id])}
        for setting in settings_of(bundle.pattern, bundle.blocks)
    ]
    in_use = {use.id: use.use for _, use in uses(bundle.pattern)}
    for step in tree["steps"]:
        for entry in step["ask"]:
            if "use" in entry and in_use.get(entry["id"]) in bundle.blocks:
                entry["ask"] = written(bundle.blocks[entry["use"]].ask)
    tree["messages"] = _messages(layered)
    tree["translations"] = written({language: dict(by) for language, by in translations_of(bundle).items()})
    return tree


def _messages(layered: Layered) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for (name, language), message in sorted(
        layered.bundle.messages.items(), key=lambda item: item[0][1] != SOURCE_LANGUAGE
    ):
        whole = {"subject": written(message.head.subject), "sms": written(message.head.sms), "text": message.text}
        named = found.setdefault(name.removesuffix(".md"), {})
        if language == SOURCE_LANGUAGE:
            named |= whole
        else:
            named[language] = whole
    return found

"""The effective pattern: what a council's service really is, after its layer, with all that it needs inside.

It can be written to bytes and read back exactly; its digest is over those bytes, and names it for ever.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commonwheel.core.patterns.model.companions import Bundle, Message, MessageHead, Translated
from commonwheel.core.patterns.model.pattern import Block, Pattern
from commonwheel.core.patterns.model.questions import Choice, Option
from commonwheel.core.patterns.model.settings import Setting
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE
from commonwheel.core.patterns.reading.setting_values import SettingValue, default_of, read_value
from commonwheel.core.patterns.reading.structure import uses
from commonwheel.core.patterns.versions.digest import canonical_json, source_digest, written
from commonwheel.core.problems import Failure

Translations = Mapping[str, Mapping[str, Translated]]


class NotAnEffectivePattern(Failure):
    """Bytes that `to_bytes` did not write: cut short, changed, or of another kind."""


@dataclass(frozen=True, slots=True)
class Localised:
    """A text in the language asked for, or in the source language where it is not translated."""

    text: str
    translated: bool


@dataclass(frozen=True, slots=True)
class LocalisedMessage:
    """A message in the language asked for, or whole in the source language where it is not translated."""

    subject: str
    sms: str | None
    text: str
    translated: bool


@dataclass(frozen=True, slots=True)
class Choosable:
    """One choice of a question; the addresses are those of its texts, for `localised`."""

    value: str
    label: str
    label_address: str
    hint: str | None
    hint_address: str


@dataclass(frozen=True)
class Effective:
    """
    A pattern as one council runs it.

    Attributes:
        pattern: the service, with the layer's words (a `Use` names its block, without the questions).
        settings: the value of every setting, those of used blocks included.
        blocks: the used blocks by `publisher/name@major`, with the layer's words.
        messages: by (file name, language).
        translations: by language, then by address. A block's are at `steps.STEP.ask.USE.ask.QUESTION…`.
        digest: SHA-256 of `to_bytes`, 64 hex digits.
    """

    pattern: Pattern
    settings: Mapping[str, SettingValue]
    blocks: Mapping[str, Block]
    messages: Mapping[tuple[str, str], Message]
    translations: Translations
    digest: str

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it can be read in, the source language first."""
        others = {language for _, language in self.messages} | set(self.translations)
        return (SOURCE_LANGUAGE, *sorted(others - {SOURCE_LANGUAGE}))

    def localised(self, address: str, source: str, language: str) -> Localised:
        """
        Return a text in a language.

        Args:
            address: of the text, such as `steps.bin.title`.
            source: what stands there in the source language.
            language: two or three letters, such as `cy`.

        Returns:
            The translation made of this very text; the source where there is none. A translation of
            an older text is not shown: it may promise what no longer holds.
        """
        if language == SOURCE_LANGUAGE:
            return Localised(source, translated=True)
        entry = self.translations.get(language, {}).get(address)
        if entry is None or entry.of != source_digest(source):
            return Localised(source, translated=False)
        return Localised(entry.text, translated=True)

    def message(self, name: str, language: str) -> LocalisedMessage:
        """
        Return a message in a language.

        Args:
            name: its file, such as `received.md`.

        Raises:
            KeyError: where there is no such message; `check` makes sure of those that states tell.
        """
        source = self.messages[name, SOURCE_LANGUAGE]
        sibling = self.messages.get((name, language))
        base = message_address(name)
        text = self.localised(f"{base}.text", source.text, language)
        if language != SOURCE_LANGUAGE and sibling and sibling.head.of == source_digest(source.text):
            text, head = Localised(sibling.text, translated=True), sibling.head
        else:
            head = source.head
        if not text.translated:
            return LocalisedMessage(source.head.subject, source.head.sms, source.text, translated=False)
        subject = self.localised(f"{base}.subject", source.head.subject, language)
        sms = self.localised(f"{base}.sms", source.head.sms, language) if source.head.sms else None
        return LocalisedMessage(
            subject.text if subject.translated else head.subject,
            sms.text if sms and sms.translated else head.sms,
            text.text,
            translated=True,
        )

    def choices(self, address: str, question: Choice) -> tuple[Choosable, ...]:
        """Return the choices of a question that stands at an address, from the setting where it names one."""
        if isinstance(question.options, str):
            name = question.options.removeprefix("settings.")
            value = self.settings[name]
            options = value if isinstance(value, tuple) else ()
            return _choosable(options, f"settings.{name}.default")
        return _choosable(question.options, f"{address}.options")


def message_address(name: str) -> str:
    """Return the address of a message: `messages.received` of `received.md`."""
    return f"messages.{name.removesuffix('.md')}"


def settings_of(pattern: Pattern, blocks: Mapping[str, Block]) -> Iterator[Setting]:
    """Yield the settings of a pattern, then those of the blocks it uses."""
    yield from pattern.settings
    for name in dict.fromkeys(use.use for _, use in uses(pattern)):
        if name in blocks:
            yield from blocks[name].settings


def effective_of(bundle: Bundle, values: Mapping[str, SettingValue] | None = None) -> Effective:
    """
    Return what a bundle is by itself, with other values for some settings.

    Args:
        bundle: without errors, of `read_folder` and of `check`.
        values: by setting; those not named have their default.
    """
    values = values or {}
    used = {use.use for _, use in uses(bundle.pattern)}
    settings = {s.id: values.get(s.id, default_of(s)) for s in settings_of(bundle.pattern, bundle.blocks)}
    return _with_digest(
        Effective(
            pattern=bundle.pattern,
            settings=settings,
            blocks={name: block for name, block in bundle.blocks.items() if name in used},
            messages=bundle.messages,
            translations=translations_of(bundle),
            digest="",
        )
    )


def to_bytes(effective: Effective) -> bytes:
    """Return an effective pattern as RFC 8785 (JCS) JSON, every default filled in; its digest is over these bytes."""
    return canonical_json({
        "pattern": written(effective.pattern),
        "settings": written(dict(effective.settings)),
        "blocks": written(dict(effective.blocks)),
        "messages": [_message_out(effective.messages[key]) for key in sorted(effective.messages)],
        "translations": {language: written(dict(by)) for language, by in effective.translations.items()},
    })  # fmt: skip


def from_bytes(data: bytes) -> Effective:
    """
    Read back what `to_bytes` wrote.

    Raises:
        NotAnEffectivePattern: where it did not write these bytes.
    """
    try:
        tree = json.loads(data)
        pattern = Pattern.model_validate(tree["pattern"])
        blocks = {name: Block.model_validate(block) for name, block in tree["blocks"].items()}
        made = Effective(
            pattern=pattern,
            settings=_settings_in(tree["settings"], pattern, blocks),
            blocks=blocks,
            messages={(m["name"], m["language"]): _message_in(m) for m in tree["messages"]},
            translations={
                language: {address: Translated.model_validate(entry) for address, entry in by.items()}
                for language, by in tree["translations"].items()
            },
            digest="",
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAnEffectivePattern(f"These bytes are no effective pattern: {type(error).__name__}.") from error
    if to_bytes(made) != data:
        raise NotAnEffectivePattern("These bytes are not in the form that digests are made over.")
    return _with_digest(made)


def translations_of(bundle: Bundle) -> dict[str, dict[str, Translated]]:
    """Return the translations of blocks at the addresses of their use, with the pattern's own over them."""
    merged: dict[str, dict[str, Translated]] = {}
    for address, use in uses(bundle.pattern):
        for language, entries in bundle.block_translations.get(use.use, {}).items():
            for inner, entry in entries.items():
                here = inner if inner.startswith("settings.") else f"{address}.{inner}"
                merged.setdefault(language, {})[here] = entry
    for language, own in bundle.translations.items():
        merged.setdefault(language, {}).update(own)
    return merged


# Private


def _with_digest(effective: Effective) -> Effective:
    digest = hashlib.sha256(to_bytes(effective)).hexdigest()
    return Effective(
        effective.pattern, effective.settings, effective.blocks, effective.messages, effective.translations, digest
    )


def _choosable(options: tuple[Option, ...], address: str) -> tuple[Choosable, ...]:
    return tuple(
        Choosable(
            option.value, option.label, f"{address}.{option.value}.label", option.hint, f"{address}.{option.value}.hint"
        )
        for option in options
    )


def _message_out(message: Message) -> dict[str, Any]:
    return {
        "name": message.name, "language": message.language, "head": written(message.head), "text": message.text,
    }  # fmt: skip


def _message_in(tree: Mapping[str, Any]) -> Message:
    head = MessageHead.model_validate(tree["head"])
    return Message(str(tree["name"]), str(tree["language"]), head, str(tree["text"]))


def _settings_in(tree: Mapping[str, Any], pattern: Pattern, blocks: Mapping[str, Block]) -> dict[str, SettingValue]:
    values: dict[str, SettingValue] = {}
    for setting in settings_of(pattern, blocks):
        value, expected = read_value(setting, tree[setting.id])
        if value is None:
            raise ValueError(expected)
        values[setting.id] = value
    return values

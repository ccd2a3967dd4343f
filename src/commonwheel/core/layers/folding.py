"""A service with a council's own changes in it, as the files of a service by itself: for one that the council made."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import yaml
from pydantic import BaseModel

from commonwheel.core.layers.read import as_texts
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.patterns.model.companions import Bundle, Message
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE, read_folder
from commonwheel.core.patterns.versions.effective import effective_of

_WRITTEN_ANEW = ("messages/", "translations/")
_CHANGES = "CHANGELOG.md"


def fold(files: Mapping[str, bytes], bundle: Bundle, *, version: str, what_changed: str) -> dict[str, bytes]:
    """
    Return the files of a service whose changes are no changes any more.

    Args:
        files: of the service beneath, by path.
        bundle: the service with its changes and settings, of `core.examples.proving.with_values`.
        version: the number that it then has.
        what_changed: for its list of changes, one paragraph.

    Raises:
        Refused: where something in a shared block was changed: its bytes are its publisher's.
    """
    beneath = read_folder(files).bundle
    if beneath is None or bundle.blocks != beneath.blocks:
        raise Refused(
            "not-for-layers", "a change in shared questions", "changes of the service's own parts",
            "Questions that several services share cannot be published with changes. Put those back first.",
        )  # fmt: skip
    folded = {path: data for path, data in files.items() if not path.startswith(_WRITTEN_ANEW)}
    folded["pattern.yaml"] = _yaml({**_said(bundle.pattern), "version": version})
    folded |= {f"translations/{language}.yaml": data for language, data in _translations(bundle)}
    folded |= {_message_path(one): _message(one) for one in bundle.messages.values()}
    folded[_CHANGES] = _with_entry(files.get(_CHANGES, b""), version, what_changed)
    _require_same(folded, bundle, version)
    return dict(sorted(folded.items()))


# Private


def _said(shape: BaseModel) -> dict[str, Any]:
    """Return what a shape says beyond its defaults, in the notation of files."""
    said: dict[str, Any] = as_texts(shape.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    return said


def _translations(bundle: Bundle) -> Iterator[tuple[str, bytes]]:
    for language, entries in bundle.translations.items():
        yield language, _yaml({at: _said(entry) for at, entry in entries.items()})


def _message_path(message: Message) -> str:
    name = message.name.removesuffix(".md")
    return f"messages/{name}{'' if message.language == SOURCE_LANGUAGE else f'.{message.language}'}.md"


def _message(message: Message) -> bytes:
    head = _yaml(_said(message.head)).decode()
    return f"---\n{head}---\n\n{message.text.strip()}\n".encode()


def _with_entry(text: bytes, version: str, what_changed: str) -> bytes:
    title, _, rest = text.decode().partition("\n")
    return f"{title or '# Changes'}\n\n## {version}\n\n{what_changed.strip()}\n{rest}".encode()


def _yaml(value: Mapping[str, Any]) -> bytes:
    text: str = yaml.dump(dict(value), Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=100)
    return text.encode()


def _require_same(folded: Mapping[str, bytes], bundle: Bundle, version: str) -> None:
    """Make sure that the files say what the service is, and nothing else."""
    read = read_folder(folded).bundle
    wanted = bundle.pattern.model_copy(update={"version": version})
    if read is None or effective_of(read).digest != effective_of(replace(bundle, pattern=wanted)).digest:
        raise Refused(
            "not-text", "", "text", "There is something in it that cannot be kept. Type the words again, by hand."
        )

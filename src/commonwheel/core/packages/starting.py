"""A new service from a few words: the files of a small, complete pattern, to be changed and added to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.model.pattern import Block
from commonwheel.core.patterns.model.questions import Answerable
from commonwheel.core.places.duties import DUTIES

_QUESTION, _BLOCK = "answer", "details"
_APPLYING = "0"
"""Number of “applications for service” in the Local Government Interaction List."""
_RECEIVED = """\
---
subject: We have your request
---

We have your request. Your reference is {{ case.reference }}.
"""
_DONE = """\
---
subject: We have done what you asked for
---

We have done what you asked for in your request {{ case.reference }}.
"""
_CHANGELOG = """\
# What has changed

## 0.1.0

The first version.
"""


_SAMPLES: Mapping[str, Any] = {
    "text": "Something", "long-text": "Something", "name": "Somebody", "email": "somebody@example.com",
    "phone": "01632 960000", "yes-no": "true", "declaration": "true", "date": "2026-03-03", "time": "09:00",
    "address": {"uprn": "10000000001", "line": "1 Invented Street", "postcode": "BN1 1JE"},
}  # fmt: skip
"""What the example answers a question of a block, by its type; one of another type is left without an example."""


@dataclass(frozen=True, slots=True)
class Begun:
    """
    A block that a new service begins with.

    Attributes:
        use: as patterns write it, `publisher/name@1`.
        block: what it asks.
        files: by path in the folder of a pattern, `blocks/publisher/name/…`.
    """

    use: str
    block: Block
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class NewService:
    """
    What somebody says of a service that is not there yet.

    Attributes:
        name: its place in addresses; lower-case letters, digits and hyphens.
        publisher: whose it is.
        title, summary: what residents call it, and a sentence on what it does.
        page, question: the heading of the first page, and what is asked there.
        duty: of `core.places.duties`.
        power: the law that gives the council the power or duty.
        basis: the lawful basis, as patterns write it.
        years: how long a request is kept after it is closed.
        begun: the block that stands on a page of its own at the end; None for none.
    """

    name: str
    publisher: str
    title: str
    summary: str
    page: str
    question: str
    duty: str
    power: str
    basis: str
    years: int
    begun: Begun | None = None


def blocks_of(bundle: Bundle, files: Mapping[str, bytes]) -> Iterator[Begun]:
    """Yield the blocks that a pattern carries, each to begin another service with."""
    for use, block in sorted(bundle.blocks.items()):
        folder = f"blocks/{use.partition('@')[0]}/"
        yield Begun(use, block, {path: data for path, data in files.items() if path.startswith(folder)})


def starting(new: NewService) -> dict[str, bytes]:
    """Return the files of a new service, by their paths in its folder; `read_folder` and `check` say what is wrong."""
    texts = {
        "pattern.yaml": _yaml(_pattern(new)),
        "messages/received.md": _RECEIVED,
        "messages/done.md": _DONE,
        "guidance.md": f"# {new.title}\n\n{new.summary}\n",
        "CHANGELOG.md": _CHANGELOG,
    }
    answers = _answers(new.begun)
    if answers is not None:
        texts["examples/sent.yaml"] = _yaml(_example(answers, ("first", *([_BLOCK] if new.begun else []))))
    return {path: text.encode() for path, text in texts.items()} | dict(new.begun.files if new.begun else {})


def name_of(title: str) -> str:
    """Return the name that a title makes, at most 61 characters; "" where none of it can stand in addresses."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower())
    return words.strip("-0123456789")[:61].strip("-")


# Private


def _pattern(new: NewService) -> dict[str, Any]:
    letters = "".join(word[0] for word in new.name.split("-") if word[0].isalpha())[:4].upper()
    return {
        "language": "1",
        "pattern": new.name,
        "version": "0.1.0",
        "title": new.title,
        "summary": new.summary,
        "publisher": new.publisher,
        "licence": {"code": "MIT", "words": "OGL-UK-3.0"},
        "need": [{"lgsl": str(DUTIES[new.duty].lgsl[0]), "lgil": _APPLYING}],
        "duty": new.duty,
        "data": {
            "power": new.power,
            "basis": new.basis,
            "special": "none",
            "keep": {"years": str(new.years), "from": "closed"},
            "then": "delete",
        },
        "steps": [
            {
                "id": "first",
                "title": new.page,
                "ask": [{"id": _QUESTION, "type": "long-text", "label": new.question, "max": "1000"}],
            },
            *_page_of(new.begun),
        ],
        "case": {
            "reference": letters,
            "states": [
                {"id": "received", "label": "Received", "next": ["done"], "tell": {"resident": "received.md"}},
                {"id": "done", "label": "Done", "final": "done", "tell": {"resident": "done.md"}},
            ],
        },
        "measures": ["completion", "satisfaction", "time-to-done"],
    }


def _page_of(begun: Begun | None) -> Iterator[dict[str, Any]]:
    if begun is not None:
        yield {"id": _BLOCK, "title": begun.block.title, "ask": [{"id": _BLOCK, "use": begun.use}]}


def _answers(begun: Begun | None) -> dict[str, Any] | None:
    """Return what the example answers; None where it cannot be said for every question of the block."""
    answers: dict[str, Any] = {_QUESTION: "Something that is needed"}
    for one in begun.block.ask if begun else ():
        if not isinstance(one, Answerable) or one.optional:
            continue
        if one.type not in _SAMPLES or one.when:
            return None
        answers[one.id] = _SAMPLES[one.type]
    return answers


def _example(answers: Mapping[str, Any], pages: Sequence[str]) -> Mapping[str, Any]:
    return {
        "language": "1",
        "id": "sent",
        "today": "2026-03-03",
        "answers": answers,
        "expect": {
            "pages": list(pages),
            "stop": "none",
            "case": {"state": "received"},
            "messages": ["received.md"],
        },
        "then": [{"go": "done", "on": "2026-03-05", "expect": {"case": {"state": "done"}, "messages": ["done.md"]}}],
    }


def _yaml(value: Mapping[str, Any]) -> str:
    text: str = yaml.dump(dict(value), Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=100)
    return text

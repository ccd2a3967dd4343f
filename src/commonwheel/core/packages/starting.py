"""A new service from a few words: the files of a small, complete pattern, to be changed and added to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from commonwheel.core.places.duties import DUTIES

_QUESTION = "answer"
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


def starting(new: NewService) -> dict[str, bytes]:
    """Return the files of a new service, by their paths in its folder; `read_folder` and `check` say what is wrong."""
    texts = {
        "pattern.yaml": _yaml(_pattern(new)),
        "messages/received.md": _RECEIVED,
        "messages/done.md": _DONE,
        "examples/sent.yaml": _yaml(_example()),
        "guidance.md": f"# {new.title}\n\n{new.summary}\n",
        "CHANGELOG.md": _CHANGELOG,
    }
    return {path: text.encode() for path, text in texts.items()}


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
            }
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


def _example() -> Mapping[str, Any]:
    return {
        "language": "1",
        "id": "sent",
        "today": "2026-03-03",
        "answers": {_QUESTION: "Something that is needed"},
        "expect": {"pages": ["first"], "stop": "none", "case": {"state": "received"}, "messages": ["received.md"]},
        "then": [{"go": "done", "on": "2026-03-05", "expect": {"case": {"state": "done"}, "messages": ["done.md"]}}],
    }


def _yaml(value: Mapping[str, Any]) -> str:
    text: str = yaml.dump(dict(value), Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=100)
    return text

"""A request as it leaves: as JSON, as an email, as a line of the daily file."""

import csv
import datetime as dt
import io
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join

from commonwheel.core.patterns.answering.shown import ShownAnswer
from commonwheel.design.moments import moment

KIND = "case.handed-over"
# What a spreadsheet would take for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_FIRST_COLUMNS = (
    "delivery",
    "reference",
    "service",
    "received_at",
    "channel",
    "language",
    "name",
    "email",
    "phone",
    "link",
)


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file that came with the request: its name, and where officers open it once they have signed in."""

    name: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """
    A request as the other place needs it.

    Attributes:
        service: its place in addresses; `pattern` is its full name and `digest` what it follows.
        answers: in the notation of examples; `shown` are the same in words, in English.
        link: where officers see it once they have signed in.
    """

    council: str
    council_name: str
    service: str
    service_title: str
    pattern: str
    digest: str
    reference: str
    received_at: dt.datetime
    channel: str
    language: str
    name: str
    email: str
    phone: str
    answers: Mapping[str, Any]
    shown: Sequence[ShownAnswer]
    files: Sequence[HandedFile]
    link: str


@dataclass(frozen=True, slots=True)
class Paper:
    """An email's words."""

    subject: str
    text: str
    html: str


def as_json(handed: Handed, *, key: uuid.UUID, at: dt.datetime) -> bytes:
    """Return the body of a webhook."""
    data = {
        "delivery": str(key),
        "reference": handed.reference,
        "council": {"id": handed.council, "name": handed.council_name},
        "service": {
            "id": handed.service, "title": handed.service_title, "pattern": handed.pattern, "digest": handed.digest,
        },
        "received_at": handed.received_at.isoformat(),
        "channel": handed.channel,
        "language": handed.language,
        "sender": {"name": handed.name, "email": handed.email, "phone": handed.phone},
        "answers": dict(handed.answers),
        "shown": [_shown(one) for one in handed.shown],
        "files": [asdict(one) for one in handed.files],
        "link": handed.link,
    }  # fmt: skip
    body = {"type": KIND, "timestamp": at.isoformat(), "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def as_email(handed: Handed) -> Paper:
    """Return the words of an email: each question with its answer, files as links that ask one to sign in."""
    facts = [
        ("Reference", handed.reference),
        ("Received", moment(handed.received_at)),
        *((label, value) for label, value in _sender(handed) if value),
    ]
    answers = [*_lines(handed.shown)]
    links = [("See it, once signed in", handed.link), *((f"File: {one.name}", one.link) for one in handed.files)]
    text = "\n\n".join(f"{label}\n{value}" for label, value in (*facts, *answers, *links))
    rows = format_html_join(
        "", "<dt><strong>{}</strong></dt><dd>{}</dd>", ((a, linebreaksbr(b)) for a, b in (*facts, *answers))
    )
    anchors = format_html_join("", '<li><a href="{}">{}</a></li>', ((href, label) for label, href in links))
    html = format_html("<h1>{}</h1><dl>{}</dl><ul>{}</ul>", handed.service_title, rows, anchors)
    return Paper(f"{handed.service_title}: {handed.reference}", f"{handed.service_title}\n\n{text}\n", html)


def as_csv(rows: Iterable[tuple[uuid.UUID, Handed]]) -> bytes:
    """
    Return a daily file: UTF-8 with a mark, so that spreadsheets read Welsh; a line for each request.

    The first line names the columns: our own, then each question as `id: label`, in the order in which they come.
    """
    lines = [(_own(key, handed), _answers(handed)) for key, handed in rows]
    labels: dict[str, str] = {}
    for _own_values, answered in lines:
        labels.update({name: label for name, (label, _value) in answered.items() if name not in labels})
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*_FIRST_COLUMNS, *(_cell(f"{name}: {label}") for name, label in labels.items()), "files"])
    for own, answered in lines:
        values = [answered.get(name, ("", ""))[1] for name in labels]
        writer.writerow([_cell(value) for value in (*own[:-1], *values, own[-1])])
    return out.getvalue().encode("utf-8-sig")


def _shown(answer: ShownAnswer) -> dict[str, Any]:
    entries = [[_shown(one) for one in entry] for entry in answer.entries]
    return {
        "id": answer.id,
        "question": answer.label,
        "answer": answer.text,
        **({"entries": entries} if entries else {}),
    }


def _sender(handed: Handed) -> list[tuple[str, str]]:
    return [("Name", handed.name), ("Email", handed.email), ("Phone", handed.phone)]


def _lines(shown: Sequence[ShownAnswer], prefix: str = "") -> Iterable[tuple[str, str]]:
    for one in shown:
        if one.text:
            yield f"{prefix}{one.label}", one.text
        for number, entry in enumerate(one.entries, 1):
            yield from _lines(entry, f"{one.label} {number}: ")


def _own(key: uuid.UUID, handed: Handed) -> list[str]:
    return [
        str(key), handed.reference, handed.service, handed.received_at.isoformat(), handed.channel, handed.language,
        handed.name, handed.email, handed.phone, handed.link, "\n".join(one.link for one in handed.files),
    ]  # fmt: skip


def _answers(handed: Handed) -> dict[str, tuple[str, str]]:
    """Return each question's label and answer, a group's entries together in one."""
    return {
        one.id: (one.label, one.text or "\n".join(f"{label}: {value}" for label, value in _lines([one])))
        for one in handed.shown
    }


def _cell(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value

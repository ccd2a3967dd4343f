"""Something that is shared, with its versions, ready to print."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from commonwheel.apps.commons.presenters.adopters import Adopters
from commonwheel.apps.commons.presenters.catalogue import Line, json_of, line
from commonwheel.apps.commons.presenters.connector import connector_rows
from commonwheel.apps.commons.presenters.words import (
    kind_words,
    offer_words,
    publisher_kind_words,
    state_colour,
    state_since,
    weight_words,
)
from commonwheel.apps.commons.queries.entries import EntryView, ReleaseView, UseView
from commonwheel.core.connectors.facts import KIND as CONNECTOR
from commonwheel.core.packages.release import Release
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE
from commonwheel.design.components import Row
from commonwheel.design.frame import Link
from commonwheel.design.markdown import html_of
from commonwheel.design.moments import day

_MOST_VERSIONS = 20
_HOLE = re.compile(r"\{\{\s*([a-z0-9_.]+)[^}]*\}\}")


@dataclass(frozen=True, slots=True)
class Version:
    """One version: `differs` are sentences with reasons, the heaviest first."""

    number: str
    href: str
    published: str
    state: str
    colour: str
    reason: str
    weight: str
    changelog: Markup
    differs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class UseLine:
    """One council that runs it, as it signed."""

    council: str
    version: str
    since: str
    requests: str
    said: str


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody offers, or tells of it."""

    title: str
    who: str
    says: str
    web: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One message that it sends."""

    subject: str
    text: Markup


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Everything about something that is shared."""

    line: Line
    rows: tuple[Row, ...]
    version: Version
    download: str
    looks: tuple[Link, ...]
    guidance: Markup
    uses: tuple[UseLine, ...]
    adopters: Adopters | None
    stories: tuple[Told, ...]
    offers: tuple[Told, ...]
    versions: tuple[Version, ...]
    letters: tuple[Letter, ...]
    json: str


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """One version by itself."""

    line: Line
    version: Version
    rows: tuple[Row, ...]
    files: tuple[tuple[str, str, str], ...]
    download: str


def entry_page(entry: EntryView, release: Release | None, adopters: Adopters | None) -> EntryPage:
    """
    Return the page of something that is shared.

    Args:
        release: the version that is shown, read whole; None where its bytes are no service's.
        adopters: who could adopt it; None where nobody can say.
    """
    shown = entry.shown
    return EntryPage(
        line=line(entry.line),
        rows=tuple(_rows(entry)),
        version=version(shown),
        download=_address("download", shown) if shown.state in ("offered", "deprecated") else "",
        looks=tuple(_looks(entry, release)),
        guidance=html_of(release.files.get("guidance.md", b"").decode(), top=3) if release else Markup(),
        uses=tuple(_use(one) for one in entry.uses),
        adopters=adopters,
        stories=tuple(Told(one["title"], who, one["says"], one.get("web") or "") for who, one in entry.stories),
        offers=tuple(
            Told(offer_words(one["what"]), who, one["says"], one.get("web") or "") for who, one in entry.offers
        ),
        versions=tuple(version(one) for one in entry.releases[:_MOST_VERSIONS]),
        letters=tuple(_letters(release)) if release else (),
        json=reverse("commons:entry-json", kwargs={"publisher": entry.line.publisher, "name": entry.line.name}),
    )


def release_page(entry: EntryView, one: ReleaseView, release: Release | None) -> ReleasePage:
    """Return the page of one version."""
    rows = [
        Row(_("Published"), day(one.published_at)),
        Row(_("File"), one.file),
        Row(_("Size"), _("%(bytes)s bytes") % {"bytes": f"{one.length:,}"}),
        Row(_("SHA-256"), _broken(one.sha256)),
    ]
    manifest = release.manifest if release else None
    if manifest:
        carried = [f"{block.name} {block.version}" for block in manifest.blocks]
        rows += [Row(_("Sets of questions in it"), "\n".join(carried) or _("None"))]
        rows += [Row(_("Licence"), f"{manifest.licence.code}, {manifest.licence.words}")]
    return ReleasePage(
        line=line(entry.line),
        version=version(one),
        rows=tuple(rows),
        files=tuple((file.path, f"{file.size:,}", file.digest) for file in manifest.files) if manifest else (),
        download=_address("download", one) if one.state in ("offered", "deprecated") else "",
    )


def version(one: ReleaseView) -> Version:
    """Return one version as it is told of in a list."""
    return Version(
        number=one.version,
        href=_address("release", one),
        published=day(one.published_at),
        state=state_since(one.state, one.since),
        colour=state_colour(one.state),
        reason=one.reason,
        weight=weight_words(one.weight),
        changelog=html_of(one.changelog, top=4),
        differs=tuple((sentence, why) for _weight, sentence, why in one.differences),
    )


def entry_json(entry: EntryView) -> Mapping[str, Any]:
    """Return all that is known of something that is shared, for programs."""
    return {
        **json_of(entry.line),
        "licence": entry.licence,
        "releases": [
            {
                "version": one.version, "path": one.path, "sha256": one.sha256, "length": one.length,
                "published_at": one.published_at.isoformat(), "state": one.state, "reason": one.reason,
                "since": one.since.isoformat() if one.since else None, "weight": one.weight or None,
                "changelog": one.changelog,
                "differences": [
                    {"weight": weight, "says": says, "why": why} for weight, says, why in one.differences
                ],
            }
            for one in entry.releases
        ],
        "used_by": [
            {
                "council": one.council, "version": one.version, "live_since": one.live_since.isoformat(),
                "said_on": one.said_on.isoformat() if one.said_on else None, "first_month": one.first_month,
                "requests": one.requests, "closed": one.closed, "within": one.within,
            }
            for one in entry.uses
        ],
        "offers": [{"publisher": who, **one} for who, one in entry.offers],
        "stories": [{"publisher": who, **one} for who, one in entry.stories],
    }  # fmt: skip


# Private


def _rows(entry: EntryView) -> Iterator[Row]:
    publisher, shown = entry.publisher, entry.shown
    home = reverse("commons:publisher", kwargs={"publisher": publisher.name})
    link = Markup('<a class="govuk-link" href="{}">{}</a>').format(home, publisher.title)
    yield Row(_("What it is"), kind_words(entry.line.kind))
    yield Row(_("Published by"), link + _in_brackets(publisher_kind_words(publisher.kind)))
    yield Row(_("Version"), f"{shown.version}, {day(shown.published_at)}")
    if entry.line.kind == CONNECTOR:
        yield from connector_rows(shown)
    else:
        yield Row(_("Meets needs"), _needs(entry.line.needs))
        yield Row(_("Languages"), line(entry.line).languages)
    yield Row(_("Licence"), entry.licence or _("Not said"))
    if publisher.contact:
        yield Row(_("Contact"), publisher.contact)


def _in_brackets(words: str) -> str:
    return f" ({words.lower()})" if words else ""


def _needs(needs: tuple[str, ...]) -> str:
    return _("Service list (LGSL) %(numbers)s") % {"numbers": ", ".join(needs)} if needs else _("None named")


def _looks(entry: EntryView, release: Release | None) -> Iterator[Link]:
    if release is None or release.manifest.kind != "pattern":
        return
    names = {"publisher": entry.line.publisher, "name": entry.line.name}
    for example in release.bundle.examples:
        words = example.replace("-", " ").capitalize()
        yield Link(words, reverse("commons:look", kwargs={**names, "example": example}))


def _use(one: UseView) -> UseLine:
    told = _("not told") if one.requests is None else f"{one.requests:,}"
    if one.requests is not None and one.closed is not None and one.within is not None:
        told = _("%(count)s, of %(closed)s closed %(within)s in time") % {
            "count": told, "closed": f"{one.closed:,}", "within": f"{one.within:,}",
        }  # fmt: skip
    return UseLine(one.council, one.version, day(one.live_since), told, day(one.said_on) if one.said_on else "")


def _letters(release: Release) -> Iterator[Letter]:
    for (_name, language), message in release.bundle.messages.items():
        if language == SOURCE_LANGUAGE:
            yield Letter(_shown(f"{message.head.subject}"), html_of(_shown(message.text), top=4))


def _shown(text: str) -> str:
    """Return words with what stands in their holes named: `[reference]`."""
    return _HOLE.sub(lambda hole: f"[{hole.group(1).rpartition('.')[2].replace('_', ' ')}]", text)


def _address(name: str, one: ReleaseView) -> str:
    publisher, _slash, what = one.full_name.partition("/")
    return reverse(f"commons:{name}", kwargs={"publisher": publisher, "name": what, "version": one.version})


def _broken(digest: str) -> Markup:
    """Return a digest that may be broken over lines on a small screen."""
    parts = [digest[at : at + 8] for at in range(0, len(digest), 8)]
    return Markup("<wbr>").join(parts)

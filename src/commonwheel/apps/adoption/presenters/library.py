"""The shared library and what a council has from it, ready to print."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from commonwheel.apps.adoption.queries.library import Followed, Offer, Origin, Told, Voice
from commonwheel.apps.adoption.rules import OF_A_SETTING
from commonwheel.apps.services import api as services
from commonwheel.core.packages.release import Release
from commonwheel.core.patterns.model.questions import Answerable
from commonwheel.core.patterns.model.settings import Setting
from commonwheel.design.frame import Link
from commonwheel.design.markdown import html_of
from commonwheel.design.moments import moment
from commonwheel.foundation.boxes import Field, box_of_setting
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url

LANGUAGES = {"en": "English", "cy": "Cymraeg"}
_MOST_ASKED = 200


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One shared service in the list; `standing` is what the council has of it, "" for nothing."""

    title: str
    summary: str
    by: str
    standing: str
    colour: str
    href: str


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """What was found: `more` leads on, "" at the end; `troubles` are libraries that did not answer."""

    words: str
    lines: tuple[OfferLine, ...]
    more: str
    troubles: tuple[str, ...]
    is_followed: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One page of questions: its title and what is asked on it."""

    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version, and whether it is still handed out."""

    number: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class OfferPage:
    """
    One shared service before a council takes it.

    Attributes:
        warning: why its publisher advises against it; "" where nothing is said.
        adopt_url: "" where the council has it already.
        ours_url: the page of the council's own, where it has it.
    """

    title: str
    summary: str
    rows: tuple[tuple[str, str], ...]
    warning: str
    guidance: Markup
    asked: tuple[Asked, ...]
    decided: tuple[str, ...]
    versions: tuple[VersionLine, ...]
    examples: tuple[Link, ...]
    adopt_url: str
    ours_url: str


@dataclass(frozen=True, slots=True)
class OriginLine:
    """One of a council's services: where it came from, what is said of its version, and what is newer."""

    title: str
    slug: str
    version: str
    source: str
    trouble: str
    newer: str
    newer_url: str


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One thing that was said: of one service, to one library."""

    service: str
    version: str
    requests: str
    closed: str
    within: str


@dataclass(frozen=True, slots=True)
class ToldPart:
    """One statement, with how it stands."""

    title: str
    standing: str
    lines: tuple[ToldLine, ...]


@dataclass(frozen=True, slots=True)
class VoicePage:
    """Whether, and what, a council says of what it runs; `key` is "" before it agreed first."""

    is_heard: bool
    key: str
    told: tuple[ToldPart, ...]


def voice_page(voice: Voice) -> VoicePage:
    """Return what a council has said of what it runs."""
    return VoicePage(voice.is_heard, voice.public_key, tuple(map(_told_part, voice.told)))


def library_page(
    council: CouncilView,
    *,
    words: str,
    offers: Sequence[Offer],
    more: str,
    origins: Sequence[Origin],
    followed: Sequence[Followed],
) -> LibraryPage:
    """Return what was found, each beside what the council has of it."""
    ours = {one.service.pattern_name: one for one in origins}
    return LibraryPage(
        words=words,
        lines=tuple(_line(council, offer, ours.get(offer.full_name)) for offer in offers),
        more=more,
        troubles=tuple(_trouble(one) for one in followed if one.failure),
        is_followed=bool(followed),
    )


def offer_page(
    council: CouncilView, offer: Offer, release: Release, *, offers: Sequence[Offer], ours: services.ServiceView | None
) -> OfferPage:
    """Return a shared service as it is in the library, with what a council will be asked."""
    manifest, bundle = release.manifest, release.bundle
    here = {"publisher": offer.publisher, "service": manifest.name}
    return OfferPage(
        title=manifest.title,
        summary=manifest.summary,
        rows=tuple(_rows(offer, release)),
        warning=offer.reason if offer.state == "deprecated" else "",
        guidance=html_of(bundle.guidance, top=3),
        asked=tuple(_asked(release)),
        decided=tuple(setting.label or setting.id for setting in bundle.pattern.settings if setting.decide),
        versions=tuple(VersionLine(one.version, _state_words(one), one.reason) for one in offers),
        examples=tuple(
            Link(example_words(name), council_url(council, "adoption:look", **here, example=name))
            for name in sorted(bundle.examples)
        ),
        adopt_url="" if ours else council_url(council, "adoption:adopt", **here),
        ours_url=council_url(council, "changes:overview", slug=ours.slug) if ours else "",
    )


def boxes(council: CouncilView, release: Release, asked: Sequence[Setting]) -> tuple[Field, ...]:
    """Return what an officer is asked before the draft is made."""
    shared = release.manifest.name
    yes = (
        Field("phone", _("Phone number for help with this service"), hint=_("It stands on each of its pages."),
            value=council.phone, is_required=False),
        Field("hours", _("When somebody answers it (optional)"), hint=_("Such as Monday to Friday, 9am to 5pm"),
            is_required=False),
    )  # fmt: skip
    welsh = (Field("hours_cy", _("The same in Welsh (optional)"), is_required=False),)
    place = Field("slug", _("Last part of its address"), hint=_("Small letters, digits and hyphens."), value=shared)
    return (
        *(box_of_setting(f"{OF_A_SETTING}{one.id}", one, one.default) for one in asked),
        *yes,
        *(welsh if "cy" in council.languages else ()),
        place,
    )


def origin_lines(council: CouncilView, origins: Sequence[Origin]) -> tuple[OriginLine, ...]:
    """Return the council's services, each with where it came from and whether there is something newer."""
    return tuple(
        OriginLine(
            title=one.service.title_in("en"),
            slug=one.service.slug,
            version=one.service.version,
            source=_source(one),
            trouble=_stopped(one),
            newer=one.newer.version if one.newer else "",
            newer_url=council_url(council, "adoption:update", slug=one.service.slug) if one.newer else "",
        )
        for one in origins
    )


def example_links(council: CouncilView, slug: str, examples: Iterable[str]) -> tuple[Link, ...]:
    """Return where the example journeys of a council's own service can be looked at."""
    return tuple(
        Link(example_words(name), council_url(council, "adoption:look-at-ours", slug=slug, example=name))
        for name in sorted(examples)
    )


def example_words(name: str) -> str:
    """Return the id of an example as words."""
    return name.replace("-", " ").capitalize()


# Private


def _told_part(told: Told) -> ToldPart:
    if told.sent_at:
        standing = _("Taken on %(when)s") % {"when": moment(told.sent_at)}
    else:
        standing = _("Not taken yet: %(why)s") % {"why": told.failure or _("it is sent within the hour")}
    said = told.said
    lines = tuple(
        ToldLine(one.service, one.version, *map(_count_words, (one.requests, one.closed, one.within)))
        for one in said.services
    )
    title = _("To “%(name)s”, on %(when)s, of twelve months from %(month)s") % {
        "name": told.commons, "when": moment(told.made_at), "month": said.first_month,
    }  # fmt: skip
    return ToldPart(title, standing, lines)


def _count_words(count: int | None) -> str:
    return _("fewer than 10") if count is None else f"{count:,}"


def _line(council: CouncilView, offer: Offer, ours: Origin | None) -> OfferLine:
    standing, colour = "", ""
    if ours is not None:
        standing, colour = (_("Update available"), "blue") if ours.newer else (_("You have it"), "green")
    publisher, service = offer.full_name.split("/")
    return OfferLine(
        title=offer.title,
        summary=offer.summary,
        by=_("By %(publisher)s, version %(version)s") % {"publisher": publisher, "version": offer.version},
        standing=standing,
        colour=colour,
        href=council_url(council, "adoption:offer", publisher=publisher, service=service),
    )


def _trouble(one: Followed) -> str:
    since = moment(one.asked_at) if one.asked_at else _("never")
    return _("The library “%(name)s” does not answer. What it offers is as of: %(since)s.") % {
        "name": one.name,
        "since": since,
    }


def _rows(offer: Offer, release: Release) -> Iterator[tuple[str, str]]:
    manifest = release.manifest
    yield _("Published by"), manifest.publisher
    yield _("Version"), manifest.version
    yield _("Languages"), ", ".join(LANGUAGES.get(code, code) for code in manifest.languages)
    yield _("Library"), offer.commons
    yield _("Licence"), f"{manifest.licence.code}, {manifest.licence.words}"


def _asked(release: Release) -> Iterator[Asked]:
    blocks = release.bundle.blocks
    for step in release.bundle.pattern.steps:
        labels = []
        for one in step.ask:
            used = getattr(one, "use", "")
            inner: Sequence[Any] = blocks[used].ask if used in blocks else (one,)
            labels += [each.label for each in inner if isinstance(each, Answerable) and each.label]
        yield Asked(step.title, tuple(labels[:_MOST_ASKED]))


def _state_words(offer: Offer) -> str:
    words: Mapping[str, str] = {
        "offered": _("Offered"), "deprecated": _("Not advised any more"), "withdrawn": _("Withdrawn"),
        "quarantined": _("Stopped by the library"),
    }  # fmt: skip
    return words.get(offer.state, offer.state)


def _source(one: Origin) -> str:
    if not one.commons:
        return _("Set up from files by the people who run this website")
    return _("From the shared library “%(name)s”") % {"name": one.commons}


def _stopped(one: Origin) -> str:
    if one.now is None or one.now.state == "offered":
        return ""
    return f"{_state_words(one.now)}: {one.now.reason}"

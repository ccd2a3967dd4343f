"""A council's front page, and what its staff see of its services, ready to print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonwheel.apps.services.queries import Beside, ServiceView
from commonwheel.core.patterns.model.settings import Setting
from commonwheel.core.patterns.reading.addresses import walk
from commonwheel.core.patterns.reading.setting_values import SettingValue
from commonwheel.core.patterns.versions.effective import Effective, settings_of
from commonwheel.core.patterns.wording.spoken import spoken_address
from commonwheel.design.moments import pounds
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url


@dataclass(frozen=True, slots=True)
class ServiceLink:
    """One service: `lang` is set where its words are in another language than the page."""

    title: str
    summary: str
    href: str
    lang: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """What a council's front page shows."""

    services: tuple[ServiceLink, ...]
    track_url: str


def home_page(council: CouncilView, *, services: Sequence[ServiceView], language: str) -> HomePage:
    """Return the front page in a language, its services by title."""
    links = [_link(council, service, language) for service in services]
    return HomePage(
        services=tuple(sorted(links, key=lambda link: link.title.casefold())),
        track_url=council_url(council, "my_account:track"),
    )


def _link(council: CouncilView, service: ServiceView, language: str) -> ServiceLink:
    return ServiceLink(
        title=service.title_in(language),
        summary=service.summary_in(language),
        href=council_url(council, "journeys:start", service=service.slug),
        lang="" if language in service.titles else next(iter(service.titles), ""),
    )


@dataclass(frozen=True, slots=True)
class Changed:
    """One setting or text that the council has otherwise: the lines of the shared one, and of its own."""

    what: str
    shared: tuple[str, ...]
    ours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """One service as its owner sees it; `start_url` is "" where residents cannot use it."""

    title: str
    version: str
    publisher: str
    is_live: bool
    start_url: str
    phone: str
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class ServicesPage:
    """What the council has adopted."""

    services: tuple[ServiceCard, ...]


def services_page(council: CouncilView, listed: Sequence[Beside]) -> ServicesPage:
    """Return the council's services, live ones first, each with its own changes beside what is shared."""
    cards = [_card(council, one) for one in listed]
    return ServicesPage(tuple(sorted(cards, key=lambda card: (not card.is_live, card.title.casefold()))))


def _card(council: CouncilView, one: Beside) -> ServiceCard:
    service = one.service
    return ServiceCard(
        title=service.title_in("en"),
        version=service.version,
        publisher=one.ours.pattern.publisher,
        is_live=service.is_live,
        start_url=council_url(council, "journeys:start", service=service.slug) if service.is_live else "",
        phone=service.phone,
        changes=(*_settings(one), *_words(one)),
    )


def _settings(one: Beside) -> Iterator[Changed]:
    for setting in settings_of(one.ours.pattern, one.ours.blocks):
        shared, ours = one.shared.settings[setting.id], one.ours.settings[setting.id]
        if shared != ours:
            yield Changed(setting.label or setting.id, _said(setting, shared), _said(setting, ours))


def _said(setting: Setting, value: SettingValue) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(option.label for option in value)
    if isinstance(value, bool):
        return (_("Yes") if value else _("No"),)
    if setting.type == "money" and isinstance(value, int):
        return (pounds(value),)
    return (str(value),)


def _words(one: Beside) -> Iterator[Changed]:
    shared, ours = _texts(one.shared), _texts(one.ours)
    for address in dict.fromkeys([*shared, *ours]):
        before, after = shared.get(address, ""), ours.get(address, "")
        if before != after:
            yield Changed(spoken_address(address, shared), tuple(before.splitlines()), tuple(after.splitlines()))


def _texts(effective: Effective) -> dict[str, str]:
    """Return the English texts that a layer can change, by address: of pages, blocks and messages."""
    found = {
        spot.address: str(spot.value)
        for spot in walk(effective.pattern)
        if spot.key.text and spot.value and not spot.address.startswith("settings.")
    }
    for block in effective.blocks.values():
        found |= {spot.address: str(spot.value) for spot in walk(block) if spot.key.text and spot.value}
    for (name, language), message in effective.messages.items():
        if language == "en":
            stem = f"messages.{name.removesuffix('.md')}"
            found |= {f"{stem}.subject": message.head.subject, f"{stem}.text": message.text}
    return found

"""A council's front page, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass

from commonwheel.apps.services.queries import ServiceView
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

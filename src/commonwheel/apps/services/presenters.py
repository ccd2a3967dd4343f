"""A council's front page, and what its staff see of its services, ready to print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwheel.apps.authorities.api import PageFacts
from commonwheel.apps.services.queries import Beside, ServiceView
from commonwheel.core.casework.keeping import is_counted
from commonwheel.core.patterns.answering.shown import lang_of, placed_questions, setting_words, words_of
from commonwheel.core.patterns.model.keeping import Data, Keep
from commonwheel.core.patterns.model.settings import Setting
from commonwheel.core.patterns.reading.addresses import walk
from commonwheel.core.patterns.reading.setting_values import SettingValue
from commonwheel.core.patterns.versions.effective import Effective, settings_of
from commonwheel.core.patterns.wording.spoken import spoken_address
from commonwheel.design.moments import pounds
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url, node_url


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
    account_url: str


def home_page(council: CouncilView, *, services: Sequence[ServiceView], language: str) -> HomePage:
    """Return the front page in a language, its services by title."""
    links = [_link(council, service, language) for service in services]
    return HomePage(
        services=tuple(sorted(links, key=lambda link: link.title.casefold())),
        track_url=council_url(council, "my_account:track"),
        account_url=node_url("my_account:requests"),
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
    """
    One service as its owner sees it.

    `start_url` is "" where residents cannot use it; `change_url` where whoever looks may not change it.
    """

    title: str
    version: str
    publisher: str
    is_live: bool
    start_url: str
    change_url: str
    sign_off_url: str
    phone: str
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class ServicesPage:
    """
    What the council has adopted.

    `library_url`, `updates_url` and `new_url` are "" for whoever may not change services, `rules_url`, which leads to
    who signs off, for whoever may not say that.
    """

    services: tuple[ServiceCard, ...]
    library_url: str = ""
    updates_url: str = ""
    rules_url: str = ""
    new_url: str = ""


def services_page(
    council: CouncilView, listed: Sequence[Beside], *, may_change: bool = False, may_rule: bool = False
) -> ServicesPage:
    """Return the council's services, live ones first, each with its own changes beside what is shared."""
    cards = [_card(council, one, may_change=may_change) for one in listed]
    return ServicesPage(
        tuple(sorted(cards, key=lambda card: (not card.is_live, card.title.casefold()))),
        library_url=council_url(council, "adoption:library") if may_change else "",
        updates_url=council_url(council, "adoption:updates") if may_change else "",
        rules_url=council_url(council, "changes:rules") if may_rule else "",
        new_url=council_url(council, "changes:start") if may_change else "",
    )


def _card(council: CouncilView, one: Beside, *, may_change: bool) -> ServiceCard:
    service = one.service
    return ServiceCard(
        title=service.title_in("en"),
        version=service.version,
        publisher=one.ours.pattern.publisher,
        is_live=service.is_live,
        start_url=council_url(council, "journeys:start", service=service.slug) if service.is_live else "",
        change_url=council_url(council, "changes:overview", slug=service.slug) if may_change else "",
        sign_off_url=council_url(council, "changes:sign-off", slug=service.slug),
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


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and its language where that is not the page's; else ""."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Shorter:
    """A question whose answer is kept for less time, and how long, in words."""

    question: Said
    keeps: str


@dataclass(frozen=True, slots=True)
class UseOfData:
    """
    What one service does with what people tell it.

    Attributes:
        power: the law that the council acts under, as lawyers cite it.
        special: the special categories in words, () for none.
        asked: the questions.
        is_paid: whether it may cost something, which is paid to the council's payment provider.
        keeps, then: how long a request is kept once it is closed, and what happens then, in words.
    """

    title: Said
    power: str
    basis: str
    special: tuple[str, ...]
    asked: tuple[Said, ...]
    is_paid: bool
    keeps: str
    then: str
    shorter: tuple[Shorter, ...]


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """A council's privacy notice; what of `facts` the council has not said is ""."""

    facts: PageFacts
    address: tuple[str, ...]
    services: tuple[UseOfData, ...]


def privacy_page(facts: PageFacts, services: Sequence[tuple[ServiceView, Effective]], *, language: str) -> PrivacyPage:
    """Return the notice of a council from its live services, each with its effective pattern, in a language."""
    uses = [_use(service, effective, effective.pattern.data, language) for service, effective in services]
    return PrivacyPage(facts, tuple(facts.controller_address.splitlines()), tuple(uses))


def _use(service: ServiceView, effective: Effective, data: Data | None, language: str) -> UseOfData:
    values = setting_words(effective, language)
    title = Said(service.title_in(language), "" if language in service.titles else "en")
    asked, shorter = [], []
    for placed in placed_questions(effective):
        place, source = f"{placed.address}.label", placed.question.label
        words = words_of(effective, place, source, language, values)
        said = Said(words, lang_of(effective, place, source, language))
        asked.append(said)
        if placed.question.keep is not None and is_counted(placed.question.keep):
            shorter.append(Shorter(said, _keeps(placed.question.keep)))
    return UseOfData(
        title=title,
        power=data.power if data else "",
        basis=_bases()[data.basis] if data else "",
        special=tuple(_specials()[one] for one in data.special) if data and data.special != "none" else (),
        asked=tuple(asked),
        is_paid=effective.pattern.fee is not None,
        keeps=_keeps(data.keep) if data else "",
        then=_then(data) if data else "",
        shorter=tuple(shorter),
    )


def _keeps(keep: Keep) -> str:
    """Return a time to keep in words, such as "2 years from the day the request is closed"."""
    if keep.days is not None:
        length = ngettext("%(number)d day", "%(number)d days", keep.days) % {"number": keep.days}
    elif keep.months is not None:
        length = ngettext("%(number)d month", "%(number)d months", keep.months) % {"number": keep.months}
    else:
        years = keep.years or 0
        length = ngettext("%(number)d year", "%(number)d years", years) % {"number": years}
    return _starts()[keep.from_] % {"length": length}


def _then(data: Data) -> str:
    if not is_counted(data.keep):
        return _("Then somebody at the council decides whether it can be deleted.")
    return {
        "delete": _("Then it is deleted by itself."),
        "anonymise": _("Then everything that could lead to you is removed by itself."),
        "review": _("Then somebody at the council decides whether it can be deleted."),
        "archive": _("Then somebody at the council decides whether it belongs in an archive."),
    }[data.then]


def _starts() -> dict[str, str]:
    return {
        "closed": _("%(length)s from the day your request is closed"),
        "last-contact": _("%(length)s from our last contact with you about it, once it is closed"),
        "end-of-financial-year": _("%(length)s from the 31 March after your request is closed"),
        "subscription-end": _("%(length)s from the end of your subscription"),
        "birthday": _("%(length)s from the birthday that you told us"),
    }


def _bases() -> dict[str, str]:
    return {
        "consent": _("You have agreed to it. You can take that back at any time."),
        "contract": _("We need it for a contract with you."),
        "legal-obligation": _("The law obliges us to."),
        "vital-interests": _("It protects somebody’s life."),
        "public-task": _("We need it for a task in the public interest that the law gives us."),
        "legitimate-interests": _("We or others have legitimate interests in it."),
    }


def _specials() -> dict[str, str]:
    return {
        "racial-or-ethnic-origin": _("racial or ethnic origin"),
        "political-opinions": _("political opinions"),
        "religious-or-philosophical-beliefs": _("religious or philosophical beliefs"),
        "trade-union-membership": _("membership of a trade union"),
        "genetic-data": _("genetic data"),
        "biometric-data": _("biometric data"),
        "health": _("health"),
        "sex-life": _("sex life"),
        "sexual-orientation": _("sexual orientation"),
        "criminal": _("criminal convictions and offences"),
    }

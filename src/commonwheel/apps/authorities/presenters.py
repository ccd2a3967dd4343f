"""What a council's pages about itself show."""

import datetime as dt
from dataclasses import dataclass

from babel.dates import format_date
from django.utils.translation import gettext as _

from commonwheel.apps.authorities.rules import PageFacts
from commonwheel.design.frame import Link
from commonwheel.foundation.councils import CouncilView


@dataclass(frozen=True, slots=True)
class CookieRow:
    """One cookie that residents' pages leave: its name, what it is for, how long it stays."""

    name: str
    purpose: str
    stays: str


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """
    An accessibility statement in the form of the regulations.

    Attributes:
        phone, email: whom to tell about a barrier, "" where there is none.
        compliance: in one sentence.
        problems: what cannot be used and why; `problems_lang` is "en" where it is not in the page's language.
        assessed: who tested the pages, in one sentence; "" where the council has not said.
        prepared_on, reviewed_on: in words, or "".
        enforces: who enforces the regulations, in one sentence; `adviser` answers where the council does not.
    """

    phone: str
    email: str
    compliance: str
    problems: tuple[str, ...]
    problems_lang: str
    assessed: str
    prepared_on: str
    reviewed_on: str
    enforces: str
    adviser: Link


_ADVISERS = {
    "northern-ireland": Link("Equality Commission for Northern Ireland", "https://www.equalityni.org/"),
}
_ADVISER = Link("Equality Advisory and Support Service", "https://www.equalityadvisoryservice.com/")


def accessibility_page(council: CouncilView, facts: PageFacts, *, language: str) -> AccessibilityPage:
    """Return the statement of a council, with the bodies that its nation's law names."""
    is_welsh = language == "cy" and bool(facts.problems_cy)
    return AccessibilityPage(
        phone=council.phone,
        email=council.email,
        compliance=_compliance(facts.compliance),
        problems=tuple((facts.problems_cy if is_welsh else facts.problems).splitlines()),
        problems_lang="en" if language != "en" and not is_welsh else "",
        assessed=_assessed(facts.assessed_by),
        prepared_on=_in_words(facts.prepared_on, language),
        reviewed_on=_in_words(facts.reviewed_on, language),
        enforces=_enforces(council.nation),
        adviser=_ADVISERS.get(council.nation, _ADVISER),
    )


def _compliance(compliance: str) -> str:
    if compliance == "full":
        return _(
            "These pages are fully compliant with the Web Content Accessibility Guidelines version 2.2 AA standard."
        )
    if compliance == "partial":
        return _(
            "These pages are partially compliant with the Web Content Accessibility Guidelines version 2.2 AA "
            "standard, because of what is listed below."
        )
    if compliance == "none":
        return _(
            "These pages are not compliant with the Web Content Accessibility Guidelines version 2.2 AA standard, "
            "because of what is listed below."
        )
    return _("The council has not said yet how far these pages meet the standard.")


def _assessed(by: str) -> str:
    if by == "self":
        return _("The statement rests on tests that the council made itself.")
    return _("The statement rests on tests made by %(body)s.") % {"body": by} if by else ""


def _enforces(nation: str) -> str:
    if nation == "northern-ireland":
        return _(
            "The Equality Commission for Northern Ireland enforces the Public Sector Bodies (Websites and Mobile "
            "Applications) (No. 2) Accessibility Regulations 2018."
        )
    return _(
        "The Equality and Human Rights Commission enforces the Public Sector Bodies (Websites and Mobile "
        "Applications) (No. 2) Accessibility Regulations 2018."
    )


def _in_words(day: dt.date | None, language: str) -> str:
    return format_date(day, "d MMMM y", locale=language) if day else ""


def cookie_rows() -> tuple[CookieRow, ...]:
    """Return every cookie that residents' pages leave; a test compares them with what the pages really set."""
    return (
        CookieRow("answers", _("Keeps what you entered with this browser, so that only you see it"), _("28 days")),
        CookieRow("tracked", _("Lets you see the request whose reference you gave"), _("30 minutes")),
        CookieRow("sessionid", _("Keeps you signed in to My account, if you sign in"), _("12 hours")),
        CookieRow("language", _("Remembers whether you read in English or Welsh"), _("1 year")),
        CookieRow("csrftoken", _("Makes sure that what is sent in your name was sent by you"), _("1 year")),
    )

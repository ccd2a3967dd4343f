"""What a council's pages about itself show."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

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
    """Whom to tell about a barrier, "" where there is none; `enforcer` answers where the council does not."""

    phone: str
    email: str
    enforcer: Link


_ENFORCERS = {
    "northern-ireland": Link("Equality Commission for Northern Ireland", "https://www.equalityni.org/"),
}
_ENFORCER = Link("Equality Advisory and Support Service", "https://www.equalityadvisoryservice.com/")


def accessibility_page(council: CouncilView) -> AccessibilityPage:
    """Return the page for a council, with the body that its nation's law names."""
    return AccessibilityPage(council.phone, council.email, _ENFORCERS.get(council.nation, _ENFORCER))


def cookie_rows() -> tuple[CookieRow, ...]:
    """Return every cookie that residents' pages leave; a test compares them with what the pages really set."""
    return (
        CookieRow("answers", _("Keeps what you entered with this browser, so that only you see it"), _("28 days")),
        CookieRow("tracked", _("Lets you see the request whose reference you gave"), _("30 minutes")),
        CookieRow("language", _("Remembers whether you read in English or Welsh"), _("1 year")),
        CookieRow("csrftoken", _("Makes sure that what is sent in your name was sent by you"), _("1 year")),
    )

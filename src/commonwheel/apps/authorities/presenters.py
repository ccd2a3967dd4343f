"""What a council's pages about itself show."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class CookieRow:
    """One cookie that residents' pages leave: its name, what it is for, how long it stays."""

    name: str
    purpose: str
    stays: str


def cookie_rows() -> tuple[CookieRow, ...]:
    """Return every cookie that residents' pages leave; a test compares them with what the pages really set."""
    return (
        CookieRow("journey", _("Keeps what you entered with this browser, so that only you see it"), _("28 days")),
        CookieRow("tracked", _("Lets you see the request whose reference you gave"), _("30 minutes")),
        CookieRow("language", _("Remembers whether you read in English or Welsh"), _("1 year")),
        CookieRow("csrftoken", _("Makes sure that what is sent in your name was sent by you"), _("1 year")),
    )

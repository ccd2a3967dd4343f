"""What stands around the content of a page: plain values that apps build and the layouts print."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. `current` marks the page one is on."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language: `code` as in HTML, `name` in that language."""

    code: str
    name: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class NodeFrame:
    """The frame of the node's own pages (`layouts/node.html`)."""

    home_url: str = "/"
    links: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class ResidentFrame:
    """
    The frame of a council's page for residents (`layouts/resident.html`).

    Attributes:
        theme_url: the council's stylesheet, from `design.theme`; empty for the plain look.
        phone: the council's number for this service; printed on every page.
        phone_digits: the same without spaces, to be dialled.
        footer: accessibility, privacy, cookies, contact.
        entering: what an officer is told who enters this for somebody, or tries it; "" where a resident answers.
        entering_label: what a screen reader calls that, where it is not entered for somebody.
    """

    council_name: str
    home_url: str
    phone: str
    phone_digits: str = ""
    phone_hours: str = ""
    theme_url: str = ""
    logo_url: str = ""
    service_name: str = ""
    service_url: str = ""
    languages: tuple[LanguageLink, ...] = ()
    footer: tuple[Link, ...] = ()
    demonstration: bool = False
    protect: bool = False
    entering: str = ""
    entering_label: str = ""
    exit_url: str = "https://www.bbc.co.uk/weather"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFrame(ResidentFrame):
    """The frame of a page of My account (`layouts/account.html`); `links` lead about within it."""

    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffFrame:
    """
    The frame of an officer's page (`layouts/staff.html`); says which council one acts for.

    Attributes:
        shared_service: name of the shared service in which one acts for it; "" for the council's own staff.
    """

    council_name: str
    home_url: str
    shared_service: str = ""
    person: str = ""
    links: tuple[Link, ...] = ()
    account_links: tuple[Link, ...] = ()
    sign_out_url: str = ""
    demonstration: bool = False
    help_url: str = ""

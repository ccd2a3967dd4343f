"""The frames of a council's pages, made from the request: one place, so that all look alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.translation import get_language, gettext

from commonwheel.design.frame import AccountFrame, LanguageLink, Link, NodeFrame, ResidentFrame, StaffFrame
from commonwheel.design.theme import digest_of
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url, node_url
from commonwheel.foundation.requests import CouncilRequest, NodeRequest, StaffRequest

LANGUAGE_NAMES = {"en": "English", "cy": "Cymraeg"}


def resident_frame(
    request: CouncilRequest,
    *,
    service_name: str = "",
    service_url: str = "",
    phone: str = "",
    phone_hours: str = "",
    phone_hours_cy: str = "",
    languages: tuple[str, ...] | None = None,
    protect: bool = False,
    entering: str = "",
    entering_label: str = "",
) -> ResidentFrame:
    """
    Return what stands around a page of the council in whose name the request speaks.

    Args:
        phone: of the service; the council's own where "".
        phone_hours_cy: its hours in Welsh; those in English are printed where "".
        languages: that the page can be read in; all of the council's where None.
        protect: whether the page needs a quick exit.
        entering: what an officer is told who enters it for somebody, or tries it; "" where a resident answers.
        entering_label: what a screen reader calls that, where it is not entered for somebody.
    """
    council = request.council
    printed = phone or council.phone
    hours = phone_hours_cy if request.language == "cy" and phone_hours_cy else phone_hours
    own = _own_links(council, get_urlconf(), get_language())
    return ResidentFrame(
        council_name=council.name_in(request.language),
        home_url=own.home_url,
        phone=printed,
        phone_digits=printed.replace(" ", ""),
        phone_hours=hours if phone else "",
        theme_url=own.theme_url,
        logo_url=own.logo_url,
        service_name=service_name,
        service_url=service_url,
        languages=_languages(request, [code for code in council.languages if languages is None or code in languages]),
        footer=own.footer,
        demonstration=settings.DEMONSTRATION,
        protect=protect,
        entering=entering,
        entering_label=entering_label,
    )


@dataclass(frozen=True, slots=True)
class _OwnLinks:
    """The addresses that stand on all of a council's pages; "" for a stylesheet or logo it does not have."""

    home_url: str
    theme_url: str
    logo_url: str
    footer: tuple[Link, ...]


@lru_cache(maxsize=2_048)
def _own_links(council: CouncilView, _urlconf: str | None, _language: str | None) -> _OwnLinks:
    """Return the links of a council's pages as the host has them, their words in a language."""
    digest = digest_of(council.theme)
    logo = council.logo_digest
    return _OwnLinks(
        home_url=council_url(council, "services:home"),
        theme_url=council_url(council, "authorities:look", digest=digest) if digest else "",
        logo_url=council_url(council, "authorities:logo", digest=logo) if logo else "",
        footer=(
            Link(gettext("My account"), node_url("my_account:requests")),
            Link(gettext("Contact"), council_url(council, "authorities:contact")),
            Link(gettext("Accessibility"), council_url(council, "authorities:accessibility")),
            Link(gettext("Privacy"), council_url(council, "services:privacy")),
            Link(gettext("Cookies"), council_url(council, "authorities:cookies")),
        ),
    )


def account_frame(request: NodeRequest, *, signed_in: bool) -> AccountFrame:
    """
    Return what stands around a page of My account.

    Args:
        signed_in: whether the page is of somebody who has signed in, so that they can go about and sign out.
    """
    links = (("my_account:requests", gettext("Your requests")), ("accounts:leave", gettext("Sign out")))
    return AccountFrame(
        council_name=gettext("My account"),
        home_url=reverse("my_account:requests"),
        phone="",
        languages=_languages(request, request.languages),
        footer=(Link(gettext("What My account keeps"), reverse("my_account:about")),),
        demonstration=settings.DEMONSTRATION,
        links=tuple(Link(words, reverse(name)) for name, words in links) if signed_in else (),
    )


def places_frame(request: NodeRequest) -> ResidentFrame:
    """Return what stands around a page for residents that is of no council: who serves a place."""
    return ResidentFrame(
        council_name=gettext("Your councils"),
        home_url=reverse("places:serving"),
        phone="",
        languages=_languages(request, request.languages),
        demonstration=settings.DEMONSTRATION,
    )


def _languages(request: NodeRequest, codes: Sequence[str]) -> tuple[LanguageLink, ...]:
    """Return the same page in each of the languages it is offered in; none where there is one."""
    if len(codes) < 2:  # noqa: PLR2004  # two make a choice
        return ()
    return tuple(
        LanguageLink(
            code=code,
            name=LANGUAGE_NAMES.get(code, code),
            href=f"{request.path}?{urlencode({**request.GET.dict(), 'language': code})}",
            current=code == request.language,
        )
        for code in codes
    )


# Pages that every council's staff may have in their bar: permission, address, words.
STAFF_PAGES = (
    ("see-requests", "cases:queue", "Requests"),
    ("see-services", "services:list", "Services"),
    ("manage-staff", "accounts:people", "People"),
    ("change-council", "handover:places", "Where requests go"),
    ("change-council", "open311:partners", "Partners"),
    ("share-services", "commons:share", "Share"),
)


def staff_frame(request: StaffRequest, *, current: str = "") -> StaffFrame:
    """
    Return what stands around a page of the council's staff.

    Args:
        current: name of the address in `STAFF_PAGES` that the page belongs to.
    """
    council, staff = request.council, request.staff
    links = (
        Link(gettext(words), href, current=name == current)
        for permission, name, words in STAFF_PAGES
        if permission in staff.permissions and _has(name, council) and (href := _address(name, council))
    )
    return StaffFrame(
        council_name=council.name,
        home_url=reverse("accounts:home"),
        shared_service=staff.shared_service,
        person=staff.name,
        links=tuple(links),
        account_links=(
            *([Link(gettext("Change council"), reverse("accounts:home"))] if staff.works_elsewhere else []),
            Link(gettext("Your sign-in"), reverse("mfa_index")),
        ),
        sign_out_url=reverse("account_logout"),
        demonstration=settings.DEMONSTRATION,
        help_url=_help_url(),
    )


def _has(name: str, council: CouncilView) -> bool:
    """Say whether a council has a page that not every council has."""
    return name != "commons:share" or council.slug in settings.PUBLISHING


# Pages of the node itself, in its own bar: address, words, the setting without which the node does not have it.
NODE_PAGES = (
    ("places:serving", "Who serves your area", ""),
    ("commons:catalogue", "Shared library", "COMMONS_FOLDER"),
    ("people", "Who you can be", "DEMONSTRATION"),
    ("messages:mailbox", "Mailbox", "DEMONSTRATION"),
    ("accounts:home", "Officers sign in", ""),
)


def node_frame(*, current: str = "") -> NodeFrame:
    """
    Return what stands around a page of the node's own.

    Args:
        current: name of the address in `NODE_PAGES` that the page belongs to.
    """
    links = (
        Link(gettext(words), href, current=name == current)
        for name, words, setting in NODE_PAGES
        if (not setting or getattr(settings, setting)) and (href := _address(name))
    )
    return NodeFrame(links=tuple(links), demonstration=settings.DEMONSTRATION)


def _help_url() -> str:
    """Return the address of the guides, on the node's own host; "" where there are none, as in a preview."""
    try:
        return node_url("help-contents")
    except NoReverseMatch:
        return ""


def _address(name: str, council: CouncilView | None = None) -> str:
    """Return the address of a page, of the node or of a council; "" on a node that does not have it."""
    try:
        return council_url(council, name) if council else reverse(name)
    except NoReverseMatch:
        return ""

"""Every address says to whom it is open; one that says nothing is closed, and fails here."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver
from tests.support.walk import Address, addresses

from commonwheel.core.patterns.model.reserved import SITE_WORDS
from commonwheel.foundation.access import Audience

SIGN_IN = tuple(f"commonwheel.apps.accounts.views.{name}." for name in ("council_sign_in", "leaving"))
URLCONFS = ("commonwheel.project.urls", "commonwheel.project.urls_own_host")


@pytest.mark.parametrize("urlconf", URLCONFS)
def test_every_address_is_marked(urlconf: str) -> None:
    assert [f"{one.route}: {one.view}" for one in addresses(urlconf) if one.openness is None] == []


@pytest.mark.parametrize("urlconf", URLCONFS)
def test_staff_addresses_are_open_to_staff_only(urlconf: str) -> None:
    public = {Audience.ALL, Audience.RESIDENTS}
    found = [
        one.route for one in addresses(urlconf) if is_staff(one) and one.openness and one.openness.audience in public
    ]
    assert found == []


def is_staff(address: Address) -> bool:
    """Return whether the address is one of the staff's, sign-in itself left out."""
    is_sign_in = address.route.startswith("staff/account/") or address.view.startswith(SIGN_IN)
    return address.route.startswith("staff/") and not is_sign_in


def words_of_sites() -> frozenset[str]:
    """Return the first words of all addresses on a host that belongs to one council: no service can be called so."""
    return frozenset(_first_words(get_resolver(settings.OWN_HOST_URLCONF), before=""))


def _first_words(resolver: URLResolver, *, before: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        word, _, rest = route.lstrip("^").partition("/")
        if rest or not isinstance(entry, URLResolver):
            yield from () if "<" in word or not word else (word,)
        else:
            yield from _first_words(entry, before=route)


def test_no_pattern_is_called_as_another_page_of_a_council_s_site() -> None:
    """The language knows no addresses; what it forbids is what there is. `-` begins no name."""
    assert words_of_sites() - {"-"} == SITE_WORDS


def test_the_apps_pages_are_on_a_council_s_own_host_as_well() -> None:
    by_path, own_host = ({one.name for one in addresses(urlconf) if ":" in one.name} for urlconf in URLCONFS)
    assert by_path == own_host

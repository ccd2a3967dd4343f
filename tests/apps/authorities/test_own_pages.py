"""A council's logo, and what its pages say of themselves."""

import io
import re
from dataclasses import replace

import pytest
from django.test import Client
from PIL import Image
from tests.apps.journeys.conftest import put_live
from tests.support.cast import BY_THE_OPERATOR, Person
from tests.support.patterns import pattern_files
from tests.support.resident import Resident

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.authorities.presenters import accessibility_page, cookie_rows
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "purple").save(out, kind)
    return out.getvalue()


def test_a_logo_stands_beside_the_name_on_every_page(client: Client, council_a: CouncilView) -> None:
    authorities.set_logo(council_a.id, data=picture(), **BY_THE_OPERATOR)
    html = client.get("/harbourside/").content.decode()
    address = re.search(r'src="(/harbourside/-/logo/[0-9a-f]{16})"', html)
    assert address
    sent = client.get(address[1])
    assert (sent.content, sent["Content-Type"]) == (picture(), "image/png")
    assert "immutable" in sent["Cache-Control"]
    assert "sandbox" in sent["Content-Security-Policy"]


def test_a_logo_is_taken_away_again(client: Client, council_a: CouncilView) -> None:
    authorities.set_logo(council_a.id, data=picture(), **BY_THE_OPERATOR)
    authorities.set_logo(council_a.id, data=b"", **BY_THE_OPERATOR)
    assert "/-/logo/" not in client.get("/harbourside/").content.decode()
    assert client.get("/harbourside/-/logo/0000000000000000").status_code == 404


def test_a_logo_is_written_down_when_it_changes(council_a: CouncilView) -> None:
    for data in (picture(), picture(), picture("GIF"), b"", b""):
        authorities.set_logo(council_a.id, data=data, **BY_THE_OPERATOR)
    with council_scope(council_a.id):
        rows = AuditEntry.objects.filter(council_id=council_a.id, action__startswith="council-logo").order_by("id")
        kept = [(row.action, row.facts["logo_type"]) for row in rows]
    assert kept == [("council-logo-set", "image/png"), ("council-logo-set", "image/gif"), ("council-logo-removed", "")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "PNG, JPEG, WebP or GIF"),
        (picture()[:60], "PNG, JPEG, WebP or GIF"),
        (b"\x89PNG" + b"0" * 300_000, "at most 262,144"),
        (picture(size=(2_001, 1)), "2001 by 1 pixels"),
    ],
)
def test_what_is_no_good_logo_is_refused_and_changes_nothing(council_a: CouncilView, data: bytes, said: str) -> None:
    authorities.set_logo(council_a.id, data=picture(), **BY_THE_OPERATOR)
    with pytest.raises(authorities.CouncilCannotBe, match=said):
        authorities.set_logo(council_a.id, data=data, **BY_THE_OPERATOR)
    found = authorities.find_council("harbourside")
    assert found is not None
    assert found.logo_digest


def test_the_footer_leads_to_contact_and_cookies_in_both_languages(client: Client, council_a: CouncilView) -> None:
    html = client.get("/harbourside/").content.decode()
    assert 'href="/harbourside/-/contact/"' in html
    contact = client.get("/harbourside/-/contact/").content.decode()
    assert 'href="tel:01632960000"' in contact
    welsh = client.get("/harbourside/-/contact/?language=cy").content.decode()
    assert "Cyngor Glan yr Harbwr" in welsh
    assert "Contact us" not in welsh
    assert "Ffeiliau bach" in client.get("/harbourside/-/cookies/?language=cy").content.decode()


@pytest.mark.parametrize("page", ["contact", "accessibility", "cookies"])
def test_the_pages_about_the_council_use_residents_words_and_the_phone_number_once(
    client: Client, council_a: CouncilView, page: str
) -> None:
    html = client.get(f"/harbourside/-/{page}/").content.decode()
    main = html[html.index("<main") : html.index("<footer")]
    assert not re.search(r"\b(pattern|journey|case|node|adopt\w*)\b", re.sub(r"<[^>]+>", " ", main), re.IGNORECASE)
    assert re.findall(r'"tel:(\d+)"', main) == ["01632960000"]


@pytest.mark.parametrize(
    ("nation", "body"),
    [("england", "equalityadvisoryservice"), ("wales", "equalityadvisoryservice"), ("northern-ireland", "equalityni")],
)
def test_who_meets_a_barrier_is_told_who_helps_in_their_nation(
    client: Client, council_a: CouncilView, nation: str, body: str
) -> None:
    page = accessibility_page(replace(council_a, nation=nation), authorities.PageFacts(), language="en")
    assert body in page.adviser.href
    assert page.phone == council_a.phone
    html = client.get("/harbourside/-/accessibility/?language=cy").content.decode()
    assert "Hygyrchedd" in html
    assert "If something does not work for you" not in html


def test_every_cookie_that_residents_get_is_listed(client: Client, council_a: CouncilView, dev: Person) -> None:
    put_live(council_a, dev, pattern_files("report-missed-bin"))
    resident = Resident(client, "/harbourside/report-missed-bin/").begin()
    resident.get(f"{resident.url}?language=en")
    listed = {row.name for row in cookie_rows()}
    assert set(client.cookies) <= listed
    html = client.get("/harbourside/-/cookies/").content.decode()
    assert all(name in html for name in listed)

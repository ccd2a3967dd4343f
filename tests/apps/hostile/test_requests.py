"""Requests that nobody honest sends: a clear page, nothing lost, nothing leaked."""

import io
import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.journeys.conftest import put_live
from tests.support.cast import Person
from tests.support.patterns import pattern_files
from tests.support.resident import Resident
from tests.support.services import service_files

from commonwheel.apps.files.models import Upload
from commonwheel.apps.journeys.models import Journey
from commonwheel.core.values.reference import make_reference
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

FILES = """\
  - id: proof
    title: Send us proof
    ask:
      - {id: proof, type: file, label: Proof of address, accept: [pdf, jpg, docx], max: 3, max_mb: 1}
  - id: words
    title: Say more
    ask:
      - {id: words, type: long-text, label: Your words, max: 500}
"""
LETTER = b"%PDF-1.4\n%\xe2\xe3\n" + b"0" * 200 + b"\nstartxref\n9\n%%EOF\n"
NOBODYS = make_reference("MB", random=bytes(range(16)))
TOLD = (
    "Go to the front page",
    "Go back",
    "try again",
    "Try again",
    "Enter ",
    "must be",
    "Select ",
    "There is a problem",
    "tart again",
    "See all services",
    "Track by reference",
)


@pytest.fixture
def amina(council_a: CouncilView, dev: Person) -> Resident:
    """A resident at the page that asks for files; her browser shows faults as people see them."""
    put_live(council_a, dev, service_files(FILES))
    return Resident(browser(), "/harbourside/try-it/").begin()


@pytest.fixture
def bins(council_a: CouncilView, dev: Person) -> Resident:
    put_live(council_a, dev, pattern_files("report-missed-bin"))
    return Resident(browser(), "/harbourside/report-missed-bin/").begin()


def browser(**headers: str) -> Client:
    return Client(raise_request_exception=False, headers=headers or None)


def journey_of(council: CouncilView) -> Mapping[str, Any]:
    with council_scope(council.id):
        return dict(Journey.objects.of(council.id).values("answers", "version", "closed_at").get())


def assert_clear(status: int, text: str) -> None:
    """A page of ours that says what to do next, and nothing of how it is made."""
    assert 400 <= status < 500, status
    assert "<h1" in text
    assert any(words in text for words in TOLD), text
    for leak in ("Traceback", "Exception", "Django", 'File "', "/src/", "settings"):
        assert leak not in text, leak


def test_a_body_over_the_limit_is_refused_unread(amina: Resident, council_a: CouncilView) -> None:
    before = journey_of(council_a)
    response = amina.client.generic(
        "POST", amina.url, b"a=b", "application/x-www-form-urlencoded", CONTENT_LENGTH=str(1 << 30)
    )
    assert response.status_code == 413
    assert "too large" in response.content.decode()
    assert_clear(413, response.content.decode())
    assert journey_of(council_a) == before


def test_more_parts_than_a_form_has_are_refused_with_a_page(amina: Resident, council_a: CouncilView) -> None:
    before = journey_of(council_a)
    for data in (
        {f"name-{each}": "x" for each in range(2_000)},
        {"words": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)},
        {f"file-{each}": io.BytesIO(b"x") for each in range(200)},
    ):
        response = amina.client.post(amina.url, data)
        assert response.status_code == 413
        assert_clear(413, response.content.decode())
    assert journey_of(council_a) == before


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"a=%FF%FE%ED%A0%80&b=%00", "application/x-www-form-urlencoded"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded; charset=no-such-charset"),
        (b"\x00" * 1_000, "application/x-www-form-urlencoded; charset=utf-16"),
        (b"{}", "application/json"),
        (b"<a/>", "text/xml"),
        (b"x", ""),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=" + "a" * 300),
        (b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n', "multipart/form-data; boundary=b"),
        (b'--b\r\nContent-Disposition: form-data; name="proof"; filename="../../x\x00.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n*\r\n--b--\r\n', "multipart/form-data; boundary=b"),
        (b"--b\r\n" + b"X: y\r\n" * 3_000 + b"\r\n", "multipart/form-data; boundary=b"),
    ],
)  # fmt: skip
def test_a_body_that_is_no_form_loses_nothing(
    amina: Resident, council_a: CouncilView, content: bytes, kind: str
) -> None:
    before = journey_of(council_a)["answers"]
    response = amina.client.generic("POST", amina.url, content, kind)
    assert_clear(response.status_code, response.content.decode())
    assert journey_of(council_a)["answers"] == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("program.pdf", b"MZ" + b"\0" * 2_000),
        ("page.jpg", b"<html><script>alert(1)</script></html>"),
        ("../../../etc/passwd.pdf", b"root:x:0:0"),
        ("polyglot.docx", b"PK\x03\x04" + b"%PDF-1.4" + b"\0" * 100),
        ("x" * 5_000 + ".pdf", b"nothing"),
        ("\u202efdp.exe", b"\x7fELF"),
    ],
)
def test_a_hostile_file_is_refused_by_name_and_nothing_is_kept(
    amina: Resident, council_a: CouncilView, name: str, content: bytes
) -> None:
    amina.answer(proof=SimpleUploadedFile(name, content))
    assert amina.status == 422
    assert amina.errors
    with council_scope(council_a.id):
        assert not Upload.objects.filter(council_id=council_a.id).exists()


def test_a_hostile_name_of_a_good_file_is_made_safe(amina: Resident, council_a: CouncilView) -> None:
    amina.answer(proof=SimpleUploadedFile("../..\\a\r\nb\x00<script>\u202e.exe", LETTER, "text/html"))
    with council_scope(council_a.id):
        kept = Upload.objects.get(council_id=council_a.id)
    assert kept.name.endswith(".pdf")
    assert not set(kept.name) & set('/\\\r\n\0<>"\u202e')
    shown = amina.get(f"{amina.base}proof/")
    assert "<script>" not in shown.raw.decode()
    answer = amina.client.get(f"{amina.base}files/{kept.id}/")
    answer.getvalue()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_over_long_answers_are_told_and_shown_again(amina: Resident, council_a: CouncilView) -> None:
    amina.answer(proof=SimpleUploadedFile("a.pdf", LETTER))
    amina.answer(words="x" * 500_000)
    assert amina.status == 422
    assert amina.errors
    with council_scope(council_a.id):
        assert "words" not in Journey.objects.of(council_a.id).get().answers


@pytest.mark.parametrize(
    "words",
    ["\x00", "a\x00b", "\ud800", "\u202e", "\x07\x1b[31m", "{{ settings.x }}", "<b>&amp;", "'; DROP TABLE x; --"],
)
def test_odd_characters_in_answers_break_nothing(bins: Resident, words: str) -> None:
    sent = words.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    bins.answer(property__typed="yes", property__line_1=sent, property__town=sent, property__postcode="BN1 1JE")
    assert bins.status in {200, 422}
    assert "<b>" not in bins.raw.decode()


@pytest.mark.parametrize(
    "do",
    [
        "find",
        "find.",
        "find.nobody",
        "again.x.y.z",
        "remove.proof.nobody",
        "upload",
        "type.\x00",
        "." * 1_000,
        "__class__",
    ],
)
def test_a_button_that_is_not_there_breaks_nothing(bins: Resident, do: str) -> None:
    bins.post(bins.url, {"do": do})
    assert bins.status in {200, 422}


def test_a_form_without_its_token_is_refused_with_a_page(bins: Resident, council_a: CouncilView) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = bins.client.cookies
    before = journey_of(council_a)
    for token in ("", "x", "a" * 64, "\x00" * 64):
        response = strict.post(bins.url, {"csrfmiddlewaretoken": token})
        assert response.status_code == 403
        assert "Send that again, please" in response.content.decode()
    assert journey_of(council_a) == before


@pytest.mark.parametrize("secret", ["", "x", "A" * 22, "\x00", "a" * 4_000, '"; journey="x'])
def test_a_guessed_handle_or_cookie_opens_nothing(bins: Resident, secret: str) -> None:
    stranger = browser()
    stranger.cookies["answers"] = secret
    for url in (bins.url, f"{bins.base}check-answers/", f"{bins.base}sent/", f"{bins.base}save/"):
        for response in (stranger.get(url), stranger.post(url, {"version": "0"})):
            assert_clear(response.status_code, response.content.decode())
    assert bins.get(bins.url).status == 200


def test_the_cookie_of_another_journey_opens_nothing(bins: Resident) -> None:
    other = Resident(browser(), bins.start_url).begin()
    stolen = browser()
    stolen.cookies["answers"] = other.client.cookies["answers"].value
    assert stolen.get(bins.url).status_code == 404
    assert stolen.get(other.url).status_code == 200


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 400, "١", "\x00", "1e9", "0x1"])
def test_an_odd_version_sends_nothing(bins: Resident, council_a: CouncilView, version: str) -> None:
    response = bins.client.post(f"{bins.base}check-answers/", {"version": version})
    assert response.status_code in {302, 409}
    assert journey_of(council_a)["closed_at"] is None


PAGES = ("/", "/harbourside/", "/harbourside/report-missed-bin/", "/harbourside/track/", "/staff/", "/health/")


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize(
    "query", ["?language=xx", "?language=" + "c" * 5_000, "?" + "&".join(f"a{n}=b" for n in range(600)), "?%FF%FE=%00", "?return=//bad.example/", "?next=https://bad.example/"]
)  # fmt: skip
def test_absurd_queries_change_nothing(bins: Resident, url: str, query: str) -> None:
    response = bins.client.get(url + query)
    assert response.status_code in {200, 302, 413}
    assert "bad.example" not in response.headers.get("Location", "").partition("?")[0]


@pytest.mark.parametrize("url", ["/harbourside/report-missed-bin/", "/harbourside/track/"])
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "X" * 100])
def test_an_unknown_method_gets_a_page(bins: Resident, url: str, method: str) -> None:
    response = bins.client.generic(method, url)
    assert response.status_code in {403, 405}
    assert_clear(response.status_code, response.content.decode())


def test_the_methods_of_browsers_and_checkers_are_answered(bins: Resident) -> None:
    for url in ("/", "/harbourside/", bins.url):
        head = bins.client.head(url)
        assert (head.status_code, head.content) == (200, b"")
        assert bins.client.options(url).status_code in {200, 403, 405}


@pytest.mark.parametrize(
    "path",
    ["/harbourside/report-missed-bin/%00/", "/%2e%2e/%2e%2e/etc/passwd", "/harbourside/" + "a/" * 200, "/" + "a" * 8_000, "/harbourside/track/link/%0d%0aSet-Cookie:x=y/", "/harbourside/resume/" + "A" * 22 + "/", "/harbourside/resume/" + "A" * 900 + "/", "/\N{PILE OF POO}/"],
)  # fmt: skip
def test_guessed_addresses_lead_nowhere(bins: Resident, path: str) -> None:
    response = bins.client.get(path, follow=True)
    assert response.status_code in {404, 410}
    assert_clear(response.status_code, response.content.decode())
    assert "x=y" not in str(response.headers)


def test_headers_cannot_be_injected_or_hosts_invented(bins: Resident) -> None:
    for host in ("bad.example", "a" * 300, "testserver\r\nX: y", "[::1", ""):
        response = browser(host=host).get("/")
        assert 400 <= response.status_code < 500
        assert "bad.example" not in response.content.decode()
    shown = bins.client.get(bins.url, headers={"x-forwarded-host": "bad.example", "referer": "https://bad.example"})
    assert "bad.example" not in shown.content.decode()


def test_a_reference_cannot_be_guessed_for_long(bins: Resident) -> None:
    answers = [
        bins.client.post("/harbourside/track/", {"reference": NOBODYS, "proof": uuid.uuid4().hex})
        for _each in range(12)
    ]
    assert [answer.status_code for answer in answers[:10]] == [422] * 10
    assert {answer.status_code for answer in answers[10:]} == {429}
    assert_clear(429, answers[-1].content.decode())

"""What councils run is shown as they signed it, and only that."""

import json
from typing import Any

import pytest
from django.test import Client
from securesystemslib.signer import CryptoSigner
from tests.support.commons import NOW
from tests.support.library import US, Library, release_of

from commonwheel.apps.commons import api as commons
from commonwheel.apps.commons.queries import entries
from commonwheel.core.packages.statement import Statement, Used
from commonwheel.integrations.trust.keys import make_key, public_text
from commonwheel.integrations.trust.statements import sign_statement

pytestmark = pytest.mark.django_db
DOOR = "/api/commons/statements"
BINS = f"{US}/report-missed-bin"


@pytest.fixture
def wealden(stocked: Library) -> CryptoSigner:
    """The key of a council that the commons has admitted."""
    key = make_key()
    commons.admit_council("wealden", title="Wealden District Council", key=public_text(key.public_key), now=NOW)
    return key


def statement(
    number: int = 1, *, council: str = "wealden", digest: str = "", service: str = BINS, requests: int | None = 120
) -> bytes:
    used = Used(
        service=service, version="1.1.0", digest=digest or release_of("report-missed-bin").digest,
        live_since="2026-10-01", requests=requests, closed=requests, within=requests,
    )  # fmt: skip
    said = Statement(
        format=1, council=council, number=number, said_on="2026-11-25", first_month="2025-11", services=(used,)
    )  # fmt: skip
    return said.to_json()


def send(data: bytes) -> tuple[int, dict[str, Any]]:
    answer = Client().post(DOOR, data, content_type="application/json")
    return answer.status_code, json.loads(answer.content)


def shown() -> list[tuple[str, int | None]]:
    return [(use.council, use.requests) for use in entries.get_entry(US, "report-missed-bin").uses]


def test_what_a_council_signed_is_shown_with_its_date(client: Client, wealden: CryptoSigner) -> None:
    status, said = send(sign_statement(statement(), wealden))
    assert (status, said) == (200, {"council": "wealden", "number": 1, "services": 1, "repeated": False})
    assert shown() == [("Wealden District Council", 120)]
    html = client.get(f"/commons/{BINS}/").content.decode()
    assert "Wealden District Council" in html
    assert "25 November 2026" in html
    used = json.loads(client.get(f"/commons/{BINS}/entry.json").content)["used_by"]
    assert (used[0]["council"], used[0]["said_on"]) == ("Wealden District Council", "2026-11-25")


def test_a_repeat_is_answered_as_done_and_a_replay_is_refused(wealden: CryptoSigner) -> None:
    first = sign_statement(statement(1), wealden)
    assert send(first)[1]["repeated"] is False
    assert send(first)[1]["repeated"] is True
    assert send(sign_statement(statement(2, requests=200), wealden))[0] == 200
    assert send(first)[0] == 422
    assert send(sign_statement(statement(2, requests=300), wealden))[0] == 422
    assert shown() == [("Wealden District Council", 200)]


def test_what_a_council_no_longer_names_goes(wealden: CryptoSigner) -> None:
    send(sign_statement(statement(1), wealden))
    send(sign_statement(statement(2, service=f"{US}/moving-home"), wealden))
    assert shown() == []


def test_nothing_that_is_not_proved_is_shown(wealden: CryptoSigner) -> None:
    for data in (
        sign_statement(statement(), make_key()),
        statement(),
        sign_statement(statement(council="lewes"), wealden),
        sign_statement(statement(), wealden)[:-9],
        sign_statement(b"{}", wealden),
        b"",
        b"[" * 100_000,
    ):
        assert send(data)[0] in (413, 422)
        assert shown() == []
    assert send(b"x" * 400_001)[0] == 413
    assert send(sign_statement(statement(digest="0" * 64), wealden))[0] == 200
    assert shown() == [], "these are not the bytes that were published here"


def test_another_key_takes_the_place_of_the_one_before(wealden: CryptoSigner) -> None:
    newer = make_key()
    commons.admit_council("wealden", title="Wealden District Council", key=public_text(newer.public_key), now=NOW)
    assert send(sign_statement(statement(), wealden))[0] == 422
    assert send(sign_statement(statement(), newer))[0] == 200

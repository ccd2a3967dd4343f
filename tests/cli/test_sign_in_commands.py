"""`commonwheel staff sign-in`: the council's own sign-in from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.support.cast import Person
from tests.support.openid_provider import Liar

from commonwheel.apps.accounts.models import SignInProvider
from commonwheel.apps.authorities import api as authorities
from commonwheel.cli.main import commonwheel
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope


def call(*words: object) -> Result:
    told = ["staff", "sign-in", *map(str, words)]
    return CliRunner().invoke(commonwheel, told, catch_exceptions=False, input="the secret\n")


def as_json(*words: object) -> Any:
    result = call(*words, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def set_up(liar: Liar, **more: str) -> Result:
    given = {"--issuer": liar.issuer, "--client-id": "node", "--secret-file": "-", **more}
    return call("set", "harbourside", *(word for pair in given.items() for word in pair))


def providers(council: CouncilView) -> int:
    with council_scope(council.id):
        return SignInProvider.objects.filter(council_id=council.id).count()


def test_a_sign_in_is_set_shown_mapped_and_removed(council_a: CouncilView, liar: Liar) -> None:
    assert as_json("show", "harbourside")["provider"] is None
    said = set_up(liar)
    assert said.exit_code == 0
    assert "nobody is let in" in said.stdout
    assert "the secret" not in said.stdout
    as_json("group", "harbourside", "g-1", "--role", "officer", "--role", "service-owner", "--team", "waste")
    as_json("group", "harbourside", "g-2", "--role", "adviser")
    shown = as_json("group", "harbourside", "g-2")
    assert shown["groups"] == {"g-1": {"roles": ["officer", "service-owner"], "teams": ["waste"]}}
    assert shown["redirect_uri"].endswith("/staff/harbourside/sign-in/return/")
    assert shown["post_logout_redirect_uri"].endswith("/staff/harbourside/sign-in/left/")
    assert set_up(liar, **{"--client-id": "anew"}).exit_code == 0
    assert as_json("show", "harbourside")["groups"] == shown["groups"]
    assert as_json("remove", "harbourside")["provider"] is None
    as_json("remove", "harbourside")
    with council_scope(council_a.id):
        done = AuditEntry.objects.filter(council_id=council_a.id).order_by("id").values_list("action", flat=True)
        assert [one for one in done if one.startswith("sign-in")] == [
            "sign-in-provider-set", "sign-in-group-set", "sign-in-group-set", "sign-in-group-set",
            "sign-in-provider-set", "sign-in-provider-removed",
        ]  # fmt: skip


@pytest.mark.parametrize(
    "issuer",
    ["http://login.example.gov.uk", "login.example.gov.uk", "https://", "https://[", "https://u@h/", "ftp://h"],
)
def test_what_is_no_provider_s_address_is_refused(council_a: CouncilView, liar: Liar, issuer: str) -> None:
    refused = set_up(liar, **{"--issuer": issuer})
    assert refused.exit_code == 1
    assert "is not a provider’s address" in refused.stderr
    assert providers(council_a) == 0


def test_a_provider_that_does_not_answer_is_refused(council_a: CouncilView, liar: Liar) -> None:
    liar.status = 500
    assert set_up(liar).exit_code == 1
    liar.status, liar.says_issuer = 200, "https://another.example"
    assert "another.example" in set_up(liar).stderr
    assert providers(council_a) == 0


def test_an_empty_secret_is_refused(council_a: CouncilView, liar: Liar, tmp_path: Path) -> None:
    empty = tmp_path / "secret"
    empty.write_text("\n")
    assert set_up(liar, **{"--secret-file": str(empty)}).exit_code == 1
    assert providers(council_a) == 0


def test_a_group_needs_a_sign_in_first(council_a: CouncilView) -> None:
    refused = call("group", "harbourside", "g-1", "--role", "officer")
    assert (refused.exit_code, "staff sign-in set" in refused.stderr) == (1, True)


def test_local_accounts_are_not_switched_off_for_everybody(council_a: CouncilView) -> None:
    refused = call("local", "harbourside", "off")
    assert (refused.exit_code, "No administrator" in refused.stderr) == (1, True)
    assert as_json("local", "harbourside", "on")["local_accounts"] is True


def test_nobody_is_let_back_who_was_not_ended(council_a: CouncilView) -> None:
    assert as_json("let-back", "harbourside", "leo@harbourside.example")["let_back"] is False


def test_somebody_s_council_account_is_disconnected_once(ben: Person) -> None:
    values = {"roles": ["OFFICER"], "by_council_account": True, "email": "B.Adeyemi@harbourside.example"}
    authorities.add_staff(ben.council.id, user_id=ben.id, **values)
    address = "b.adeyemi@harbourside.example"
    assert as_json("disconnect", "harbourside", address)["disconnected"] is True
    assert as_json("disconnect", "harbourside", address)["disconnected"] is False
    assert as_json("disconnect", "harbourside", "nobody@harbourside.example")["disconnected"] is False
    with council_scope(ben.council.id):
        assert not authorities.find_staff(ben.council.id, user_id=ben.id).by_council_account

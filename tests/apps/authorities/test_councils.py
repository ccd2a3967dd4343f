"""Councils and their staff, as other apps see them."""

import uuid
from typing import Any

import pytest
import rfc8785
from tests.support.cast import BY_THE_OPERATOR, Person, add_council

from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.audit import Actor
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope


def written_down(council_id: uuid.UUID) -> list[tuple[str, dict[str, Any]]]:
    """Return what the audit trail says was done to the council itself, in order."""
    with council_scope(council_id):
        rows = AuditEntry.objects.filter(council_id=council_id, subject=f"council:{council_id}").order_by("id")
        return list(rows.values_list("action", "facts"))


def test_a_council_is_found_by_its_slug(council_a: CouncilView) -> None:
    assert authorities.get_council("harbourside") == council_a


def test_a_council_that_is_not_here_has_a_named_failure(db: None) -> None:
    with pytest.raises(authorities.CouncilNotFound, match="Check the address"):
        authorities.get_council("atlantis")


def test_an_officer_of_one_council_is_nobody_at_another(ben: Person, council_b: CouncilView) -> None:
    assert authorities.find_staff(council_b.id, user_id=ben.id) is None


def test_a_leaver_is_nobody_at_once(ben: Person) -> None:
    authorities.end_staff(ben.council.id, user_id=ben.id)
    assert authorities.find_staff(ben.council.id, user_id=ben.id) is None


def test_adding_a_council_is_written_down_and_adding_it_again_is_not(db: None) -> None:
    for _ in range(2):
        council = add_council("fellgate", name="Fellgate Council", phone="01632 960 111")
    ((action, facts), (second, _)) = written_down(council.id)
    assert (action, second) == ("council-added", "council-page-facts-set")
    assert (facts["slug"], facts["name"], facts["phone"]) == ("fellgate", "Fellgate Council", "01632 960 111")


def test_a_change_is_written_down_with_what_is_otherwise_now(council_b: CouncilView) -> None:
    changed = {"name": "Fellgate Borough Council", "tier": "unitary", "phone": council_b.phone}
    authorities.add_council("fellgate", **changed, **BY_THE_OPERATOR)
    assert written_down(council_b.id)[2:] == [("council-changed", {"name": "Fellgate Borough Council"})]


def test_opening_and_closing_are_written_down_once_each(council_a: CouncilView) -> None:
    for is_open in (True, False, False, True):
        authorities.set_open(council_a.id, is_open=is_open, **BY_THE_OPERATOR)
    assert written_down(council_a.id)[2:] == [
        ("council-closed", {"is_open": False}),
        ("council-opened", {"is_open": True}),
    ]


def test_what_cannot_be_written_down_is_not_done(council_a: CouncilView) -> None:
    nobody = Actor("STAFF", float("nan"))  # type: ignore[arg-type]  # what the trail cannot keep
    with pytest.raises(rfc8785.FloatDomainError):
        authorities.set_open(council_a.id, is_open=False, actor=nobody, now=BY_THE_OPERATOR["now"])
    with pytest.raises(rfc8785.FloatDomainError):
        add_council("harbourside", name="Another name", actor=nobody)
    with pytest.raises(rfc8785.FloatDomainError):
        add_council("testshire", name="Testshire", actor=nobody)
    authorities.forget_councils()
    assert authorities.list_councils() == [council_a]

"""What several councils run together: declared with dates and an agreement, changed, ended, and never more than that."""

import datetime as dt
import threading
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.support import missed_bin, sharing
from tests.support.cast import BY_THE_OPERATOR, Person, add_council, sign_in

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.authorities.rules import IN_A_SHARED_SERVICE
from commonwheel.apps.services.models import Service
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope, services_scope


def written_down(council: CouncilView) -> list[str]:
    """Return what the audit trail says was shared or ended at a council."""
    with council_scope(council.id):
        rows = AuditEntry.objects.filter(council_id=council.id, action__startswith="shared-service").order_by("id")
        return list(rows.values_list("action", flat=True))


def everything() -> list[Any]:
    return [authorities.list_shared_services(), *map(written_down, authorities.list_councils())]


def test_an_officer_acts_for_the_other_council_in_its_services_only(ben: Person, cara: Person) -> None:
    made = sharing.share(ben.council, cara.council, officers=(cara,))
    found = sharing.acting(cara, ben.council)
    assert found is not None
    assert (found.services, found.shared_service) == (made.services[ben.council.id], sharing.NAME)
    assert (found.permissions, found.works_elsewhere) == (IN_A_SHARED_SERVICE, True)
    own = sharing.acting(cara, cara.council)
    assert own is not None
    assert (own.services, own.shared_service, own.works_elsewhere) == (None, "", True)
    assert made.officers == {ben.council.id: (cara.email,), cara.council.id: ()}


def test_declaring_again_changes_and_writes_down_nothing(ben: Person, cara: Person) -> None:
    sharing.share(ben.council, cara.council, officers=(ben, cara))
    before = everything()
    sharing.share(ben.council, cara.council, officers=(ben, cara))
    assert everything() == before
    assert written_down(ben.council) == written_down(cara.council) == ["shared-service-declared"]


def test_who_is_not_named_any_more_is_out_of_it(ben: Person, cara: Person) -> None:
    sharing.share(ben.council, cara.council, officers=(ben, cara))
    sharing.share(ben.council, cara.council, officers=(ben,))
    assert sharing.acting(cara, ben.council) is None
    assert sharing.acting(ben, cara.council) is not None
    assert written_down(ben.council) == ["shared-service-declared"] * 2
    assert written_down(cara.council) == ["shared-service-declared"]


def test_a_council_that_is_not_named_any_more_is_out_of_it(ben: Person, cara: Person) -> None:
    third = add_council("thirdby", name="Thirdby Council")
    sharing.share(ben.council, cara.council, third, officers=(cara,))
    made = sharing.share(cara.council, third, officers=(cara,))
    assert set(made.services) == {cara.council.id, third.id}
    assert sharing.acting(cara, ben.council) is None
    assert sharing.acting(cara, third) is not None
    assert written_down(ben.council) == ["shared-service-declared", "shared-service-ended"]


def test_ending_it_ends_what_its_officers_see_and_is_written_down_once(ben: Person, cara: Person) -> None:
    sharing.share(ben.council, cara.council, officers=(ben, cara))
    for _ in range(2):
        sharing.end()
    assert sharing.acting(cara, ben.council) is sharing.acting(ben, cara.council) is None
    assert sharing.acting(ben, ben.council) is not None
    for council in (ben.council, cara.council):
        assert written_down(council) == ["shared-service-declared", "shared-service-ended"]
    sharing.share(ben.council, cara.council, officers=(cara,))
    assert sharing.acting(cara, ben.council) is not None


def test_it_holds_from_its_first_day_to_its_last_in_london(ben: Person, cara: Person) -> None:
    made = sharing.share(ben.council, cara.council, officers=(cara,), days=(0, 10))
    zone = timezone.get_default_timezone()
    first = dt.datetime.combine(made.begins_on, dt.time(), zone)
    after = dt.datetime.combine(made.ends_on + dt.timedelta(days=1), dt.time(), zone)
    second = dt.timedelta(seconds=1)
    holds = [sharing.acting(cara, ben.council, at=at) is not None for at in (first - second, first)]
    assert holds == [False, True]
    holds = [sharing.acting(cara, ben.council, at=at) is not None for at in (after - second, after)]
    assert holds == [True, False]


def test_a_leaver_at_home_is_nobody_at_the_other_council_at_once(ben: Person, cara: Person) -> None:
    sharing.share(ben.council, cara.council, officers=(cara,))
    authorities.end_staff(cara.council.id, user_id=cara.id)
    assert sharing.acting(cara, ben.council) is None


def test_what_one_may_is_what_one_may_at_home(ben: Person, cara: Person) -> None:
    sharing.share(ben.council, cara.council, officers=(cara,))
    authorities.add_staff(cara.council.id, user_id=cara.id, roles=("ADVISER", "ADMINISTRATOR", "SERVICE_OWNER"))
    found = sharing.acting(cara, ben.council)
    assert found is not None
    assert found.permissions == {"see-requests", "assist-residents"}
    assert found.roles == {"ADVISER"}


def test_who_becomes_staff_of_the_other_council_is_bound_no_more(ben: Person, cara: Person) -> None:
    sharing.share(ben.council, cara.council, officers=(cara,))
    authorities.add_staff(ben.council.id, user_id=cara.id, roles=("OFFICER",))
    sharing.end()
    found = sharing.acting(cara, ben.council)
    assert found is not None
    assert found.services is None


REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"agreement": "  "}, "Name the agreement"),
    ({"agreement": "x" * 1_001}, "at most 1,000"),
    ({"name": ""}, "a name"),
    ({"ends_on": dt.date(2020, 1, 1)}, "before it begins"),
    ({"officers": ()}, "Name its officers"),
)


@pytest.mark.parametrize(("changes", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_what_cannot_be_declared_changes_nothing(
    changes: dict[str, Any], words: str, ben: Person, cara: Person
) -> None:
    made = sharing.share(ben.council, cara.council, officers=(cara,))
    before = everything()
    new = sharing.said(services=made.services, officers={cara.id})
    with pytest.raises(authorities.SharedServiceCannotBe, match=words):
        authorities.declare_shared_service(sharing.SLUG, replace(new, **changes), **BY_THE_OPERATOR)  # type: ignore[arg-type]  # actor and time
    assert everything() == before


@pytest.mark.parametrize("slug", ["", "Fell!", "x" * 61])
def test_a_short_name_has_letters_digits_and_hyphens(slug: str, ben: Person, cara: Person) -> None:
    with pytest.raises(authorities.SharedServiceCannotBe, match="short name"):
        sharing.share(ben.council, cara.council, officers=(cara,), slug=slug)


def test_one_council_shares_nothing(cara: Person) -> None:
    with pytest.raises(authorities.SharedServiceCannotBe, match="at least two"):
        sharing.share(cara.council, officers=(cara,))


def test_a_council_that_shares_no_service_is_refused(ben: Person, cara: Person) -> None:
    new = sharing.said(services={ben.council.id: [], cara.council.id: [cara.id]}, officers=[cara.id])
    with pytest.raises(authorities.SharedServiceCannotBe, match="Harbourside Council shares no service"):
        authorities.declare_shared_service(sharing.SLUG, new, **BY_THE_OPERATOR)  # type: ignore[arg-type]  # actor and time


def test_who_works_on_no_requests_is_no_officer_of_it(ben: Person, ann: Person, cara: Person) -> None:
    with pytest.raises(authorities.SharedServiceCannotBe, match="people who work on requests"):
        sharing.share(ben.council, cara.council, officers=(ann, cara))


def test_somebody_acts_for_a_council_in_one_shared_service_only(ben: Person, cara: Person) -> None:
    sharing.share(ben.council, cara.council, officers=(cara,))
    with pytest.raises(authorities.SharedServiceCannotBe, match=r"cara@fellgate\.example acts there"):
        sharing.share(ben.council, cara.council, officers=(cara,), slug="another", name="Another")
    sharing.end()
    sharing.share(ben.council, cara.council, officers=(cara,), slug="another", name="Another")
    found = sharing.acting(cara, ben.council)
    assert found is not None
    assert found.shared_service == "Another"


def test_what_was_never_declared_cannot_end(db: None) -> None:
    with pytest.raises(authorities.SharedServiceNotFound, match="shared-service list"):
        sharing.end("nothing")


@pytest.mark.django_db(transaction=True)
def test_two_who_declare_at_once_declare_once(ben: Person, cara: Person) -> None:
    failed: list[BaseException] = []
    sharing.share(ben.council, cara.council, officers=(ben,))

    def declare(officers: tuple[Person, ...]) -> None:
        try:
            sharing.share(ben.council, cara.council, officers=officers)
        except BaseException as reason:  # noqa: BLE001  # whatever it was fails the test
            failed.append(reason)
        finally:
            connection.close()

    both = [threading.Thread(target=declare, args=((ben, cara),)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert failed == []
    assert written_down(ben.council) == ["shared-service-declared"] * 2
    assert sharing.acting(cara, ben.council) is not None


def test_only_the_council_s_own_staff_lose_their_second_factor_to_its_administrator(
    ben: Person, ann: Person, cara: Person
) -> None:
    sharing.share(ben.council, cara.council, officers=(cara,))
    browser = sign_in(Client(), ann)
    page = browser.get(council_url(ann.council, "accounts:people")).content.decode()
    assert f"Officer ({sharing.NAME})" in page or sharing.NAME in page
    assert council_url(ann.council, "accounts:reset_second_factor", user_id=cara.id) not in page
    assert browser.get(council_url(ann.council, "accounts:reset_second_factor", user_id=cara.id)).status_code == 404
    browser.post(council_url(ann.council, "accounts:end", user_id=cara.id))
    assert sharing.acting(cara, ben.council) is None
    assert sharing.acting(cara, cara.council) is not None


@pytest.mark.postgresql
def test_the_database_itself_keeps_to_services(ben: Person) -> None:
    bins, streets = (missed_bin.adopt(ben.council, folder=one) for one in (missed_bin.FOLDER, sharing.STREETS))
    with council_scope(ben.council.id):
        with services_scope({streets.id}):
            assert list(Service._default_manager.values_list("id", flat=True)) == [streets.id]
        with services_scope(()):
            assert list(Service._default_manager.all()) == []
        assert set(Service._default_manager.values_list("id", flat=True)) == {bins.id, streets.id}

"""The page on which administrators let partners in, end their keys, and see what can be reported."""

import re

from django.test import Client
from tests.support.cast import add_person, sign_in
from tests.support.partner import RUBBISH, Partner

from commonwheel.foundation.councils import CouncilView

PAGE = "/staff/lewes/partners/"


def administrator(council: CouncilView) -> Client:
    return sign_in(Client(), add_person("Ada Admin", council=council, roles=("ADMINISTRATOR",)))


def test_a_key_is_given_shown_once_and_ended(district: CouncilView) -> None:
    browser = administrator(district)
    assert "No partner has a key yet" in browser.get(PAGE).content.decode()
    shown = browser.post(PAGE, {"name": "FixMyStreet"}).content.decode()
    found = re.search(r"cwp_[\w-]{40,}", shown)
    assert found is not None
    partner = Partner("/api/lewes/open311/v2", found[0])
    partner.reported(RUBBISH)
    page = browser.get(PAGE).content.decode()
    assert "FixMyStreet" in page
    assert "1 report, the newest on" in page
    assert found[0] not in page
    end_url = re.search(r'action="([^"]+/end/)"', page)
    assert end_url is not None
    assert browser.post(end_url[1]).status_code == 302
    partner.refused(RUBBISH, 403)
    assert "ended on" in browser.get(PAGE).content.decode()


def test_what_is_typed_wrongly_is_told(district: CouncilView) -> None:
    browser = administrator(district)
    empty = browser.post(PAGE, {"name": ""})
    assert (empty.status_code, "Enter who the partner is" in empty.content.decode()) == (422, True)
    browser.post(PAGE, {"name": "App"})
    twice = browser.post(PAGE, {"name": "App"})
    assert (twice.status_code, "has a key already" in twice.content.decode()) == (422, True)


def test_what_can_be_reported_is_shown_with_what_cannot_and_why(district: CouncilView) -> None:
    page = administrator(district).get(PAGE).content.decode()
    assert "Graffiti or posters" in page
    assert "Not asked: Photos" in page
    assert "It ends at “Tell your parish, town or community council”." in page
    assert "/api/lewes/open311/v2" in page


def test_officers_do_not_give_keys(district: CouncilView) -> None:
    officer = sign_in(Client(), add_person("Olu Officer", council=district, roles=("OFFICER", "SERVICE_OWNER")))
    assert officer.post(PAGE, {"name": "App"}).status_code == 403


def test_officers_see_how_a_request_came(district: CouncilView, partner: Partner) -> None:
    from commonwheel.apps.cases.models import Case
    from commonwheel.foundation.scope import council_scope

    partner.reported(RUBBISH)
    with council_scope(district.id):
        case = Case.objects.of(district.id).get()
    officer = sign_in(Client(), add_person("Olu Officer", council=district, roles=("OFFICER",)))
    page = officer.get(f"/staff/lewes/requests/{case.id}/").content.decode()
    assert "through another website" in page

"""Who asks, and what stands in the head of every answer."""

import pytest
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from tests.support.cast import Person, add_council, sign_in

from commonwheel.foundation.headers import ContentPolicy
from commonwheel.foundation.people import WhoAsks

OWN = {"default-src": ["'none'"]}


@pytest.mark.django_db
def test_a_resident_without_a_session_is_anonymous_and_gets_none(client: Client) -> None:
    add_council("north", name="North")
    answer = client.get("/north/")
    assert answer.wsgi_request.user.is_anonymous
    assert not hasattr(answer.wsgi_request, "session")
    assert "sessionid" not in answer.cookies


@pytest.mark.django_db
def test_whoever_signed_in_is_known_on_residents_pages_too(client: Client, ben: Person) -> None:
    sign_in(client, ben)
    answer = client.get(f"/{ben.council.slug}/")
    assert answer.wsgi_request.user.pk == ben.id


def test_where_sign_in_begins_a_session_can_begin(rf: RequestFactory) -> None:
    seen: list[bool] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(hasattr(request, "session"))
        return HttpResponse()

    who_asks = WhoAsks(answer)
    who_asks(rf.get("/staff/account/login/"))
    who_asks(rf.get("/north/"))
    assert seen == [True, False]


def policy_of(rf: RequestFactory, response: HttpResponse) -> str:
    return ContentPolicy(lambda _request: response)(rf.get("/")).headers["Content-Security-Policy"]


def test_the_content_policy_is_the_one_that_the_settings_say(rf: RequestFactory) -> None:
    assert sorted(policy_of(rf, HttpResponse()).split("; ")) == sorted(build_policy().split("; "))
    assert "script-src 'self'" in policy_of(rf, HttpResponse())


def test_a_page_may_still_ask_for_a_policy_of_its_own(rf: RequestFactory) -> None:
    response = HttpResponse()
    response._csp_replace = OWN  # type: ignore[attr-defined]
    assert "default-src 'none'" in policy_of(rf, response)
    response = HttpResponse()
    response._csp_update = {"img-src": ["https://tiles.example"]}  # type: ignore[attr-defined]
    assert "https://tiles.example" in policy_of(rf, response)

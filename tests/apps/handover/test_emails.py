"""Requests leave by email through the outbox, once, and not at all where that would endanger somebody."""

import pytest
from tests.support import missed_bin
from tests.support.contractor import SLUG, delivery, send_to, sweep
from tests.support.missed_bin import MONDAY, Open

from commonwheel.apps.handover import api as handover
from commonwheel.apps.messages import api as messages
from commonwheel.apps.services.api import ServiceView
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.deliveries import Swept
from commonwheel.foundation.scope import council_scope


def test_the_answers_are_laid_out_for_whoever_works_the_request(
    council_a: CouncilView, service_a: ServiceView, open_a: Open
) -> None:
    send_to(council_a, "EMAIL", email="bins@contractor.example")
    opened = open_a(answers={"full_name": "Amina <b>Yusuf</b> & co"})
    assert sweep(council_a) == Swept(sent=1)
    assert sweep(council_a) == Swept()
    with council_scope(council_a.id):
        sent = messages.list_messages_of_case(council_a.id, case_id=opened.id)
    (letter,) = [one for one in sent if one.to == "bins@contractor.example"]
    assert letter.subject == f"{service_a.title_in('en')}: {opened.reference}"
    assert "Amina <b>Yusuf</b> & co" in letter.text
    assert "1 Invented Street" in letter.text
    assert f"/staff/harbourside/requests/{opened.id}/" in letter.text
    assert (letter.audience, delivery(council_a, opened.id).state) == ("OFFICER", "SENT")


def test_what_a_resident_typed_is_no_html_there(council_a: CouncilView, service_a: ServiceView, open_a: Open) -> None:
    from commonwheel.apps.messages.models import OutboxMessage

    send_to(council_a, "EMAIL", email="bins@contractor.example")
    open_a(answers={"full_name": "Amina <b>Yusuf</b> & co"})
    sweep(council_a)
    with council_scope(council_a.id):
        letter = OutboxMessage.objects.get(to="bins@contractor.example")
    assert "Amina &lt;b&gt;Yusuf&lt;/b&gt; &amp; co" in letter.html
    assert "<b>" not in letter.html


def test_a_service_that_protects_people_never_leaves_by_email(council_a: CouncilView) -> None:
    missed_bin.adopt(council_a, ("publisher:", "protect: true\npublisher:"))
    with pytest.raises(handover.DestinationCannotBe, match="never leave by email"):
        send_to(council_a, "EMAIL", email="bins@contractor.example")
    with council_scope(council_a.id):
        assert handover.list_destinations(council_a.id) == {}


@pytest.mark.parametrize(
    "new",
    [
        {"way": "FAX"},
        {"way": "EMAIL", "email": "bins@contractor.example"},
        {"way": "EMAIL", "system": "Contractor", "email": "a@b.example, c@d.example"},
        {"way": "EMAIL", "system": "Contractor", "email": "a@b.example\nBcc: c@d.example"},
        {"way": "WEBHOOK", "system": "Contractor", "url": "http://contractor.example/"},
        {"way": "CSV", "system": "C" * 200},
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    council_a: CouncilView, service_a: ServiceView, new: dict[str, str]
) -> None:
    from tests.support.contractor import WEBHOOKS

    with council_scope(council_a.id):
        with pytest.raises(handover.DestinationCannotBe):
            handover.set_destination(
                council_a.id, slug=SLUG, new=handover.NewDestination(**new), webhooks=WEBHOOKS, actor=SYSTEM, now=MONDAY
            )
        assert handover.list_destinations(council_a.id) == {}

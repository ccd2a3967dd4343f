"""A report by Open311 opens the request that the council's own pages would have opened, once."""

from tests.support.partner import RUBBISH, Partner

from commonwheel.apps.cases.models import Case
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope


def cases_of(council: CouncilView) -> list[Case]:
    with council_scope(council.id):
        return list(Case.objects.of(council.id))


def test_a_report_opens_a_request(district: CouncilView, partner: Partner) -> None:
    answer = partner.post(RUBBISH)
    print(answer.content.decode())
    (case,) = cases_of(district)
    print(case.answers, case.due_on)
    print(partner.get("requests.xml").content.decode())
    print(partner.get("services.json").content.decode()[:3000])
    print(partner.get("services/report-street-problem.graffiti.xml").content.decode()[:3000])
    print(partner.client.get("/api/lewes/open311/discovery.xml").content.decode())
    assert answer.json()[0]["service_request_id"] == case.reference

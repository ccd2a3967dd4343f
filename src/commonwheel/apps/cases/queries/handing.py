"""A request as it leaves for the place where it is worked."""

import uuid

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases.models import Case
from commonwheel.apps.cases.queries.services import effective_of
from commonwheel.apps.files import api as files
from commonwheel.apps.handover import api as handover
from commonwheel.apps.payments import api as payments
from commonwheel.apps.services import api as services
from commonwheel.core.patterns.answering.shown import shown_answers
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url


def handed(council_id: uuid.UUID, case_id: uuid.UUID) -> handover.Handed | None:
    """
    Return what leaves of a request; None where it is not there any more, or was closed before it was paid.

    Files leave as links that ask one to sign in: a copy in another system would be kept by nobody's rule, and the
    answers are enough to begin.

    Raises:
        NotYet: it is open and has to be paid first.
    """
    case = Case.objects.of(council_id).filter(id=case_id).first()
    if case is None or not _may_leave(case):
        return None
    council = authorities.get_council_by_id(council_id)
    service, effective = (
        services.get_service_by_id(council_id, service_id=case.service_id),
        effective_of(case.effective_id),
    )
    return handover.Handed(
        council=council.slug,
        council_name=council.name,
        service=service.slug,
        service_title=case.service_title,
        pattern=service.pattern_name,
        digest=case.effective_id,
        reference=case.reference,
        received_at=case.received_at,
        channel=case.channel,
        language=case.language,
        name=case.contact_name,
        email=case.contact_email,
        phone=case.contact_phone,
        answers=case.answers,
        shown=shown_answers(effective, case.answers, "en"),
        files=_files(case, council),
        link=absolute_council_url(council, "cases:request", case_id=case.id),
    )


def _may_leave(case: Case) -> bool:
    charge = payments.find_charge(case.council_id, case_id=case.id)
    if charge is None or charge.pay != "BEFORE" or not charge.is_owed:
        return True
    if case.is_open:
        raise handover.NotYet
    return False


def _files(case: Case, council: CouncilView) -> list[handover.HandedFile]:
    return [
        handover.HandedFile(one.name, absolute_council_url(council, "cases:file", case_id=case.id, upload_id=one.id))
        for one in files.list_uploads(case.council_id, journey_id=case.journey_id)
    ]

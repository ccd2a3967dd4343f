"""A request as it leaves for the place where it is worked."""

import uuid
from collections.abc import Collection, Sequence

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases.models import Case
from commonwheel.apps.cases.queries.services import effective_of
from commonwheel.apps.files import api as files
from commonwheel.apps.handover import api as handover
from commonwheel.apps.payments import api as payments
from commonwheel.apps.services import api as services
from commonwheel.apps.services.api import ServiceView
from commonwheel.core.patterns.answering.shown import shown_answers
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url


def handed(
    council_id: uuid.UUID, case_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, handover.Handed | handover.NotYet]:
    """
    Return requests as they leave, by their keys; one that is to be paid first as `NOT_YET`.

    Those that are not there any more, and those that were closed before they were paid, are not among them.

    Files leave as links that ask one to sign in: a copy in another system would be kept by nobody's rule, and the
    answers are enough to begin.
    """
    council = authorities.get_council_by_id(council_id)
    cases = list(Case.objects.of(council_id).filter(id__in=case_ids))
    unpaid = _unpaid(council_id, case_ids)
    uploads = files.list_uploads_of(council_id, journey_ids=[case.journey_id for case in cases])
    known = {key: services.get_service_by_id(council_id, service_id=key) for key in {case.service_id for case in cases}}
    leave = {
        case.id: _handed(case, council, known[case.service_id], uploads.get(case.journey_id, ()))
        for case in cases
        if case.id not in unpaid
    }
    return leave | {case.id: handover.NOT_YET for case in cases if case.id in unpaid and case.is_open}


def _unpaid(council_id: uuid.UUID, case_ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    charges = payments.find_charges(council_id, case_ids=case_ids)
    return frozenset(key for key, charge in charges.items() if charge.pay == "BEFORE" and charge.is_owed)


def _handed(
    case: Case, council: CouncilView, service: ServiceView, uploads: Sequence[files.UploadView]
) -> handover.Handed:
    effective = effective_of(case.effective_id)
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
        files=_files(case, council, uploads),
        link=absolute_council_url(council, "cases:request", case_id=case.id),
    )


def _files(case: Case, council: CouncilView, uploads: Sequence[files.UploadView]) -> list[handover.HandedFile]:
    return [
        handover.HandedFile(one.name, absolute_council_url(council, "cases:file", case_id=case.id, upload_id=one.id))
        for one in uploads
    ]

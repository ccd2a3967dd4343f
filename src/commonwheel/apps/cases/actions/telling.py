"""Messages about a case: written into the outbox in the transaction of what they report."""

import datetime as dt
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import gettext

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases.actions.reaching import Way, way_to_resident
from commonwheel.apps.cases.models import NOTHING_DUE, Case, CaseEvent, CaseLink
from commonwheel.apps.cases.queries.tracking import hash_token
from commonwheel.apps.cases.queries.wording import Facts, Letter, said_letter
from commonwheel.apps.messages import api as messages
from commonwheel.apps.services import api as services
from commonwheel.core.casework.entries import NO_DECISION, Decision
from commonwheel.core.casework.states import Notice
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url
from commonwheel.foundation.statements import insert

LINK_LIFE = dt.timedelta(days=90)
TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """
    What messages report.

    Attributes:
        number: its entry in the timeline; with the recipient it names the fact reported.
        at: when it is written down.
        state: the one entered, or where the case stands; `decision` answers its questions.
    """

    council: CouncilView
    effective: Effective
    number: int
    at: dt.datetime
    state: str
    reason: str = ""
    decision: Decision = field(default_factory=lambda: NO_DECISION)


def tell_all(case: Case, notices: Iterable[Notice], occasion: Occasion) -> list[CaseEvent]:
    """
    Queue messages to whoever can be reached, and return their entries in the timeline, which follow it.

    A resident who cannot be reached is told nothing, and the timeline says that.
    """
    told: list[CaseEvent] = []
    for notice in notices:
        way = _way(case, notice, occasion)
        if way.channel or notice.to == "resident":
            event = CaseEvent(
                council_id=case.council_id,
                case_id=case.id,
                kind=way.event,
                number=occasion.number + 1 + len(told),
                at=occasion.at,
                about=_tell(case, notice, occasion, way)[:300],
                to_state=notice.to,
            )
            told.append(event)
    return told


def _way(case: Case, notice: Notice, occasion: Occasion) -> Way:
    if notice.to == "resident":
        return way_to_resident(case, occasion.effective)
    address = _officer_email(case, occasion.council)
    return Way("EMAIL" if address else "", address)


def _tell(case: Case, notice: Notice, occasion: Occasion, way: Way) -> str:
    """Queue one message, unless there is no way for it; return what the timeline calls it."""
    council, effective = occasion.council, occasion.effective
    language = case.language if notice.to == "resident" else "en"
    tracking = absolute_council_url(council, "my_account:track")
    mark = tracking if way.is_by_hand else f"https://link.invalid/{case.id}/{occasion.number}"
    letter = said_letter(effective, notice.file, language, _facts(case, notice, occasion, mark), council=council)
    name = letter.subject if not effective.pattern.protect else gettext("Message")
    if not way.channel:
        return name
    link = _link(case, notice, occasion) if mark in letter.text and not way.is_by_hand else ""
    messages.queue_message(
        council.id,
        message=messages.NewMessage(
            dedup_key=f"case:{case.id}:{occasion.number}:{notice.to}",
            channel=way.channel,
            to=way.to,
            sender_name=council.name_in(language),
            subject=_subject(effective, letter, council=council),
            text=letter.text,
            html=letter.html,
            said=letter.said if way.is_by_hand else "",
            language=letter.language,
            audience=notice.to.upper(),
            case_id=case.id,
            service_id=case.service_id,
            link_mark=mark if link else "",
            link=link,
        ),
        now=occasion.at,
    )
    return name


def _facts(case: Case, notice: Notice, occasion: Occasion, link: str) -> Facts:
    return Facts(
        reference=case.reference,
        received_at=case.received_at,
        due_on=None if case.due_on == NOTHING_DUE else case.due_on,
        answers=case.answers,
        state=occasion.state,
        reason=occasion.reason,
        decision=occasion.decision,
        link=link,
        runs_until=case.runs_until,
        start_again=_start_again(notice, occasion),
    )


def _start_again(notice: Notice, occasion: Occasion) -> str:
    """Return where a resident asks anew, if the message says so; the council's first page once nothing is there."""
    effective, council = occasion.effective, occasion.council
    if "case.start_again" not in effective.messages[notice.file, SOURCE_LANGUAGE].text:
        return ""
    service = services.find_live_by_pattern(council.id, pattern_name=effective.pattern.full_name)
    if service is None:
        return absolute_council_url(council, "services:home")
    return absolute_council_url(council, "journeys:start", service=service.slug)


def _officer_email(case: Case, council: CouncilView) -> str:
    """Return whom notices to officers go to: who has the request, else the council's own address."""
    for staff in authorities.list_staff(council.id):
        if staff.id == case.assigned_to_id:
            return staff.email
    return council.email


def _subject(effective: Effective, letter: Letter, *, council: CouncilView) -> str:
    """Return the subject; of a protected service one that says nothing to whoever looks over a shoulder."""
    if not effective.pattern.protect:
        return letter.subject
    with translation.override(letter.language):
        return gettext("A message from %(council)s") % {"council": council.name_in(letter.language)}


def _link(case: Case, notice: Notice, occasion: Occasion) -> str:
    """
    Make a signed link for the resident; for officers the address of the request, which asks them to sign in.

    Of a protected service no letter opens anything: whoever else reads the mail must not see the request.
    """
    council = occasion.council
    if notice.to == "officer":
        return absolute_council_url(council, "cases:request", case_id=case.id)
    if occasion.effective.pattern.protect:
        return absolute_council_url(council, "my_account:track")
    token = new_link(council.id, case_id=case.id, now=occasion.at)
    return absolute_council_url(council, "my_account:link", token=token)


def new_link(council_id: uuid.UUID, *, case_id: uuid.UUID, now: dt.datetime) -> str:
    """Return the token of a new signed link to a case. Only its hash is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    insert(
        CaseLink(
            council_id=council_id,
            case_id=case_id,
            token_hash=hash_token(token),
            made_at=now,
            expires_at=now + LINK_LIFE,
        )
    )
    return token

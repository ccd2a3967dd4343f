"""Messages about a case: written into the outbox in the transaction of what they report."""

import datetime as dt
import secrets
import uuid

from django.utils import translation
from django.utils.translation import gettext

from commonwheel.apps.cases.models import NOTHING_DUE, Case, CaseLink
from commonwheel.apps.cases.queries.tracking import hash_token
from commonwheel.apps.cases.queries.wording import Facts, Letter, said_letter
from commonwheel.apps.messages import api as messages
from commonwheel.core.casework.states import Moved, Notice
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url
from commonwheel.foundation.statements import insert

LINK_LIFE = dt.timedelta(days=90)
TOKEN_BYTES = 16


def tell(
    case: Case, notice: Notice, *, council: CouncilView, effective: Effective, moved: Moved, number: int, officer: str
) -> str:
    """
    Queue one message about a move; return its subject, or "" where there is nobody to send it to.

    Args:
        number: of the move in the timeline; with the recipient it names the fact reported.
        officer: email address for notices to officers; "" for none.
    """
    to = case.contact_email if notice.to == "resident" else officer
    if not to:
        return ""
    language = case.language if notice.to == "resident" else "en"
    mark = f"https://link.invalid/{case.id}/{number}"
    facts = Facts(
        reference=case.reference,
        received_at=case.received_at,
        due_on=None if case.due_on == NOTHING_DUE else case.due_on,
        answers=case.answers,
        state=moved.to_state,
        reason=moved.reason,
        decision=moved.decision,
        link=mark,
    )
    letter = said_letter(effective, notice.file, language, facts, council=council)
    link = _link(case, council=council, effective=effective, notice=notice) if mark in letter.text else ""
    messages.queue_message(
        council.id,
        message=messages.NewMessage(
            dedup_key=f"case:{case.id}:{number}:{notice.to}",
            to=to,
            sender_name=council.name_in(language),
            subject=_subject(effective, letter, council=council),
            text=letter.text,
            html=letter.html,
            language=letter.language,
            audience=notice.to.upper(),
            case_id=case.id,
            link_mark=mark if link else "",
            link=link,
        ),
        now=case.entered_at,
    )
    return letter.subject if not effective.pattern.protect else gettext("Message")


def _subject(effective: Effective, letter: Letter, *, council: CouncilView) -> str:
    """Return the subject; of a protected service one that says nothing to whoever looks over a shoulder."""
    if not effective.pattern.protect:
        return letter.subject
    with translation.override(letter.language):
        return gettext("A message from %(council)s") % {"council": council.name_in(letter.language)}


def _link(case: Case, *, council: CouncilView, effective: Effective, notice: Notice) -> str:
    """
    Make a signed link for the resident; for officers the address of the request, which asks them to sign in.

    Of a protected service no letter opens anything: whoever else reads the mail must not see the request.
    """
    if notice.to == "officer":
        return absolute_council_url(council, "cases:request", case_id=case.id)
    if effective.pattern.protect:
        return absolute_council_url(council, "my_account:track")
    token = new_link(council.id, case_id=case.id, now=case.entered_at)
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

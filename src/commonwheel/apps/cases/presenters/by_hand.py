"""Letters and calls, ready to print."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from markupsafe import Markup

from commonwheel.apps.cases.queries.by_hand import MOST_LISTED, ByHand
from commonwheel.apps.cases.queries.request import TimelineEntry
from commonwheel.apps.messages.api import SentMessage
from commonwheel.design.moments import day, moment
from commonwheel.design.paper import Letters, Passage, Sheet, passages_of
from commonwheel.design.waiting import Waiting
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.links import council_url

MESSAGES = frozenset({"MESSAGE", "LETTER", "CALL", "POSTED", "CALLED", "UNREACHED"})
"""Kinds of entries in the timeline that are about a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHandLine(Waiting):
    """
    One letter or call on the list; its title is the person's name.

    Attributes:
        say: what to say on the phone, before `text`, the whole message; "" for a letter without a phone number.
    """

    is_letter: bool
    phone: str
    service: str
    reference: str
    say: str
    text: str
    language: str
    welsh: bool
    letter_url: str
    done_url: str
    id: str


@dataclass(frozen=True, slots=True)
class ByHandPage:
    """The list; `done` says what came of the one that was just done, `is_cut` that more wait than are shown."""

    letters: tuple[ByHandLine, ...]
    calls: tuple[ByHandLine, ...]
    done: str
    is_cut: bool


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """
    One letter as it is posted, all in its own language.

    Attributes:
        html: ours, from Markdown without HTML.
        done_url: where an officer says that it was posted; "" where it is done.
    """

    subject: str
    council: str
    contact: str
    address: tuple[str, ...]
    reference: str
    dated: str
    html: Markup
    text: str
    language: str
    done_url: str


def by_hand_page(found: Sequence[ByHand], done: ByHand | None, *, council: CouncilView, staff: StaffView) -> ByHandPage:
    """Return the list. `found` may hold one more than is shown."""
    lines = [_line(one, council) for one in found[:MOST_LISTED]]
    return ByHandPage(
        letters=tuple(one for one in lines if one.is_letter),
        calls=tuple(one for one in lines if not one.is_letter),
        done=_done(done, staff) if done else "",
        is_cut=len(found) > MOST_LISTED,
    )


def letter_sheet(found: ByHand, *, council: CouncilView, today: dt.date) -> LetterSheet:
    """Return one letter, dated the day on which it is printed."""
    message, case = found.message, found.case
    with override(message.language):
        return LetterSheet(
            subject=message.subject,
            council=council.name_in(message.language),
            contact=", ".join(part for part in (council.phone, council.website) if part),
            address=tuple(message.to.split("\n")),
            reference=_("Reference: %(reference)s") % {"reference": case.reference},
            dated=day(today),
            html=Markup(message.html),  # noqa: S704  # made from Markdown with HTML switched off, see queries.wording
            text=message.text,
            language=message.language,
            done_url="" if message.done_at else council_url(council, "cases:letter_done", message_id=message.id),
        )


def letters_paper(found: Sequence[ByHand], *, council: CouncilView, now: dt.datetime) -> Letters:
    """Return letters as they are printed together, dated the day on which they are."""
    today = timezone.localdate(now)
    return Letters(
        title=_("Letters to post"),
        author=council.name,
        language="en",
        letters=tuple(_paper_sheet(letter_sheet(one, council=council, today=today)) for one in found),
        dated=now,
    )


def _paper_sheet(sheet: LetterSheet) -> Sheet:
    passages = tuple(Passage("text", one) for one in sheet.text.strip().split("\n\n"))
    return Sheet(
        author=sheet.council,
        contact=sheet.contact,
        address=sheet.address,
        dated=sheet.dated,
        reference=sheet.reference,
        subject=sheet.subject,
        parts=passages_of(sheet.html) or passages,
        language=sheet.language,
    )


def message_words(entry: TimelineEntry) -> str:
    """Return what the timeline says of a message, a letter or a call."""
    if entry.kind == "MESSAGE":
        to = _("the resident") if entry.to_state == "resident" else _("officers")
        return _("Message to %(to)s: %(subject)s") % {"to": to, "subject": entry.about}
    unreached = _("Could not reach them: %s") if entry.actor_name else _("Not sent, no way to reach them is known: %s")
    words = {
        "LETTER": _("Letter to post to the resident: %s"),
        "CALL": _("Call to make to the resident: %s"),
        "POSTED": _("Letter posted: %s"),
        "CALLED": _("Told on the phone: %s"),
    }
    return words.get(entry.kind, unreached) % entry.about


def message_state(message: SentMessage) -> tuple[str, str]:
    """Return how a message stands, in words and as a colour."""
    sent, waiting, given_up = {
        "LETTER": (_("Posted"), _("To be posted"), _("Not reached")),
        "CALL": (_("Called"), _("To be called"), _("Not reached")),
    }.get(message.channel, (_("Sent"), _("On its way"), _("Not delivered")))
    return {"SENT": (sent, "green"), "WAITING": (waiting, "yellow"), "GIVEN_UP": (given_up, "red")}[message.state]


def _line(one: ByHand, council: CouncilView) -> ByHandLine:
    message, case = one.message, one.case
    is_letter = one.is_letter
    phone = case.contact_phone if is_letter else message.to
    return ByHandLine(
        title=case.contact_name or _("No name given"),
        href=council_url(council, "cases:request", case_id=case.id),
        is_letter=is_letter,
        to=message.to.partition("\n")[2].replace("\n", ", ") if is_letter else "",
        phone=phone,
        service=case.service_title,
        reference=case.reference,
        since=moment(message.written_at),
        say=message.said if phone else "",
        text=message.text if phone else "",
        language=message.language,
        welsh=message.language == "cy",
        letter_url=council_url(council, "cases:letter", message_id=message.id) if is_letter else "",
        done_url=council_url(council, "cases:letter_done", message_id=message.id),
        id=message.id.hex,
    )


def _done(one: ByHand, staff: StaffView) -> str:
    """Say what came of one, and who did it where that was somebody else, who was quicker."""
    message = one.message
    if message.done_at is None:
        return ""
    mine = message.done_by_id == staff.id
    words = {
        "reference": one.case.reference,
        "who": message.done_by,
        "at": moment(message.done_at),
    }
    if message.state == "GIVEN_UP":
        said = (
            _("%(reference)s: you could not reach them.")
            if mine
            else _("%(reference)s: %(who)s could not reach them, %(at)s.")
        )
    elif message.channel == "CALL":
        said = _("%(reference)s: you called.") if mine else _("%(reference)s: %(who)s called on %(at)s.")
    else:
        said = _("%(reference)s: you posted it.") if mine else _("%(reference)s: %(who)s posted it on %(at)s.")
    return said % words if mine else _("Done already. ") + said % words

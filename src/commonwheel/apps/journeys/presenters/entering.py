"""The page on which an officer begins to enter something for somebody, and the words about it on every page after."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from commonwheel.apps.journeys.queries import OpenJourney, Unfinished
from commonwheel.apps.services.api import ServiceView
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.design.fields import FieldError, FieldView, OptionView, errors_of
from commonwheel.design.moments import day, moment
from commonwheel.design.questions.fields import Form, typed
from commonwheel.design.questions.sentences import sentence_for
from commonwheel.foundation.frames import LANGUAGE_NAMES


@dataclass(frozen=True, slots=True)
class UnfinishedLine:
    """Something begun and not sent; `key` opens it again."""

    key: str
    title: str
    how: str
    begun: str
    begun_by: str
    about: str
    handle: str


@dataclass(frozen=True, slots=True)
class EnteringPage:
    """
    What the page shows.

    Attributes:
        words: what was searched for among what is unsent.
        link_error: what is wrong with the link of something saved; "" for nothing.
        is_possible: False while the council has no live service.
        takes_links: whether the officer may go on with what a resident saved.
    """

    fields: tuple[FieldView, ...]
    errors: tuple[FieldError, ...]
    unfinished: tuple[UnfinishedLine, ...]
    queue_url: str
    is_possible: bool
    takes_links: bool
    words: str
    link_error: str


def entering_page(
    offered: Sequence[ServiceView],
    unfinished: Sequence[Unfinished],
    *,
    languages: Sequence[str],
    posted: Form,
    errors: Sequence[AnswerError],
    queue_url: str,
    takes_links: bool,
    words: str = "",
    link_error: str = "",
) -> EnteringPage:
    """
    Return the page.

    Args:
        offered: the services that can be chosen.
        languages: of the council; the person's is asked where there is more than one.
        posted: what was typed so far.
        errors: what is wrong with it.
    """
    wrong = {error.question: error for error in errors}
    fields = [_shown(field, posted, wrong.get(field.id)) for field in _fields(offered, languages)]
    return EnteringPage(
        fields=tuple(fields),
        errors=(*errors_of(fields), *((FieldError("link", link_error),) if link_error else ())),
        unfinished=tuple(_line(one) for one in unfinished),
        queue_url=queue_url,
        is_possible=bool(offered),
        takes_links=takes_links and bool(offered),
        words=words,
        link_error=link_error,
    )


def _shown(field: FieldView, posted: Form, error: AnswerError | None) -> FieldView:
    filled = typed(field, posted)
    if error is None:
        return filled
    parts = (error.part,) if error.part else ()
    return replace(filled, error=sentence_for(error, field), error_parts=parts)


def _fields(offered: Sequence[ServiceView], languages: Sequence[str]) -> tuple[FieldView, ...]:
    services = tuple(OptionView(one.slug, one.title_in("en")) for one in offered)
    fields = (
        FieldView("service", "radios", label=_("What do they want to do?"), options=services),
        FieldView("channel", "radios", label=_("How did it reach the council?"), options=_channel_options()),
        FieldView(
            "received_on",
            "date",
            label=_("Date received"),
            hint=_(
                "The day it reached the council, not the day on which somebody opened it. "
                "All dates are counted from this day. For example, 27 3 2026"
            ),
        ),
    )
    if len(languages) == 1:
        return fields
    names = tuple(OptionView(code, LANGUAGE_NAMES.get(code, code), lang=code) for code in languages)
    return (
        *fields,
        FieldView("language", "radios", label=_("Which language shall we write to them in?"), options=names),
    )


def entering_words(journey: OpenJourney, *, council_name: str, shared_service: str) -> str:
    """
    Return what every page of such a journey says first; "" where a resident answers.

    Args:
        council_name: of another council than the officer's own, that it is entered or acted for; "" for the own.
        shared_service: in which the officer acts for that council; "" where it only goes there.
    """
    if journey.received_on is None:
        return ""
    how = _how(journey.channel, journey.received_on)
    if council_name and not shared_service:
        words = _("You are entering this for somebody, and it goes to %(council)s: %(how)s")
        return words % {"council": council_name, "how": how}
    words = _("You are entering this for somebody: %(how)s") % {"how": how}
    if not shared_service:
        return words
    acting = _("You act for %(council)s (%(service)s).") % {"council": council_name, "service": shared_service}
    return f"{acting} {words}"


def _channels() -> dict[str, str]:
    return {
        "POST": _("post"),
        "EMAIL": _("email"),
        "PHONE": _("phone"),
        "COUNTER": _("counter"),
        "COUNCILLOR": _("councillor"),
    }


def _channel_options() -> tuple[OptionView, ...]:
    return tuple(OptionView(value, words.capitalize()) for value, words in _channels().items())


def _how(channel: str, received_on: dt.date) -> str:
    return _("%(channel)s, received %(day)s") % {"channel": _channels()[channel], "day": day(received_on)}


def _line(one: Unfinished) -> UnfinishedLine:
    how = _how(one.channel, one.received_on)
    title = one.titles.get("en") or next(iter(one.titles.values()), one.service_slug)
    return UnfinishedLine(
        key=str(one.id),
        title=title,
        how=how[:1].upper() + how[1:],
        begun=moment(one.begun_at),
        begun_by=one.begun_by or _("somebody who has left"),
        about=", ".join(part for part in (one.name, one.postcode) if part),
        handle=one.handle,
    )

"""A change that makes other answers needless: kept apart until it is confirmed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from commonwheel.apps.files import api as files
from commonwheel.apps.journeys.actions.answering import store_answers
from commonwheel.apps.journeys.actions.entries import close_gap
from commonwheel.apps.journeys.queries import OpenJourney
from commonwheel.foundation.transactions import action


@action
def propose_change(
    journey: OpenJourney,
    *,
    page: str,
    answers: Mapping[str, Any],
    dropped: Sequence[str],
    removed: tuple[str, int] | None = None,
    language: str,
    now: dt.datetime,
) -> None:
    """
    Keep a change beside the answers until the resident confirms it.

    Args:
        page: id of the page it was made on.
        answers: as they are once it is made.
        dropped: ids of the answers it makes needless; a group's member as `group.member`.
        removed: the group and place (from 1) of the entry whose removal it is.

    Raises:
        JourneyMoved: when the journey changed meanwhile.
    """
    pending = {"page": page, "answers": dict(answers), "dropped": list(dropped), "removed": removed}
    _store(journey, answers=journey.answers, pending=pending, language=language, now=now)


@action
def apply_change(journey: OpenJourney, *, language: str, now: dt.datetime) -> None:
    """
    Make the change that waits, and let go of what it makes needless, uploads included.

    Raises:
        JourneyMoved: when the journey changed meanwhile.
    """
    pending = journey.pending or {"answers": journey.answers, "dropped": []}
    _store(journey, answers=pending["answers"], pending=None, language=language, now=now)
    if pending.get("removed"):
        group, number = pending["removed"]
        close_gap(journey, group=group, number=number)
    gone = {name.partition(".")[0] for name in pending["dropped"]}
    for upload in files.list_uploads(journey.council_id, journey_id=journey.id):
        if upload.question.partition(".")[0] in gone - pending["answers"].keys():
            files.remove_upload(journey.council_id, journey_id=journey.id, upload_id=upload.id)


@action
def forget_change(journey: OpenJourney, *, language: str, now: dt.datetime) -> None:
    """
    Leave the answers as they were before the change that waits.

    Raises:
        JourneyMoved: when the journey changed meanwhile.
    """
    _store(journey, answers=journey.answers, pending=None, language=language, now=now)


@action
def remove_entry(
    journey: OpenJourney, *, group: str, number: int, answers: Mapping[str, Any], language: str, now: dt.datetime
) -> None:
    """
    Store the answers without an entry (from 1), and let go of its uploads.

    Raises:
        JourneyMoved: when the journey changed meanwhile.
    """
    _store(journey, answers=answers, pending=None, language=language, now=now)
    close_gap(journey, group=group, number=number)


def _store(
    journey: OpenJourney,
    *,
    answers: Mapping[str, Any],
    pending: Mapping[str, Any] | None,
    language: str,
    now: dt.datetime,
) -> None:
    store_answers(
        journey, answers=answers, passed_stops=journey.passed_stops, pending=pending, language=language, now=now
    )

"""The uploads of the entries of groups: they are kept by the entry's place, and follow when places change."""

from collections.abc import Mapping
from typing import Any

from commonwheel.apps.files import api as files
from commonwheel.apps.journeys.queries import OpenJourney
from commonwheel.apps.journeys.rules.paths import entry_prefix
from commonwheel.foundation.transactions import action

_PARTS = 3


@action
def close_gap(journey: OpenJourney, *, group: str, number: int) -> None:
    """Remove the uploads of an entry that is removed (from 1), and let those of later entries move up."""
    names = {}
    for upload in files.list_uploads(journey.council_id, journey_id=journey.id):
        found = _placed(upload.question)
        if found is None or found[0] != group or found[1] < number:
            continue
        names[upload.question] = "" if found[1] == number else entry_prefix(group, found[1] - 1) + found[2]
    files.rename_questions(journey.council_id, journey_id=journey.id, names=names)


@action
def drop_unnamed(journey: OpenJourney, *, answers: Mapping[str, Any]) -> None:
    """Remove the uploads that no answer names, such as those of an entry that was begun and left."""
    uploads = files.list_uploads(journey.council_id, journey_id=journey.id)
    gone = {upload.question: "" for upload in uploads if not _is_named(upload.question, answers)}
    if gone:
        files.rename_questions(journey.council_id, journey_id=journey.id, names=gone)


def _is_named(question: str, answers: Mapping[str, Any]) -> bool:
    found = _placed(question)
    if found is None:
        return question in answers
    group, number, member = found
    entries = answers.get(group) or ()
    return number <= len(entries) and member in entries[number - 1]


def _placed(question: str) -> tuple[str, int, str] | None:
    """Return group, place and member of an upload in an entry; None for one of a page."""
    parts = question.split(".")
    return (parts[0], int(parts[1]), parts[2]) if len(parts) == _PARTS else None

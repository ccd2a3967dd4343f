"""What officers type: searches, notes, assignments. Validation only."""

import uuid
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from commonwheel.apps.cases.queries.queue import LONGEST_SEARCH, PageMark, Tab

LONGEST_NOTE = 5_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the queue was asked for; whatever cannot be read is as if it had not been asked."""

    tab: Tab
    words: str
    service_id: uuid.UUID | None
    mark: PageMark


def read_queue(query: QueryDict) -> Asked:
    """Read the address of the queue."""
    tab = query.get("tab", "")
    return Asked(
        tab=Tab(tab) if tab in {one.value for one in Tab} else Tab.DUE,
        words=" ".join(query.get("q", "")[:LONGEST_SEARCH].split()),
        service_id=_uuid(query.get("service", "")),
        mark=PageMark(after=query.get("after", ""), before=query.get("before", "")),
    )


class NoteForm(forms.Form):
    """An internal note."""

    note = forms.CharField(
        max_length=LONGEST_NOTE,
        error_messages={
            "required": gettext_lazy("Write something in the note"),
            "max_length": gettext_lazy("Keep the note to 5,000 characters"),
        },
    )


class AssignForm(forms.Form):
    """Who is to have a request; nobody where empty."""

    to = forms.UUIDField(required=False, error_messages={"invalid": gettext_lazy("Choose somebody from the list")})
    version = forms.IntegerField(min_value=0)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None

"""What became of a form that was made into a service, ready to print."""

from typing import Any

from django.utils.translation import gettext as _

from commonwheel.apps.services import api as services
from commonwheel.core.forms.importing import Imported
from commonwheel.core.forms.report import PARTS, Note, gathered

_MOST_SHOWN = 200
"""Notes of one list that the page shows; a program prints them all."""


def brought(imported: Imported, made: services.ServiceView) -> dict[str, Any]:
    """Return the service, how much of each part came across, and what did not or became something else."""
    report = imported.report
    words = {
        "pages": _("Pages"), "questions": _("Questions"), "options": _("Choices"), "conditions": _("Conditions"),
        "texts": _("Texts"),
    }  # fmt: skip
    undecided = [{"what": one.found, "where": "", "why": ""} for one in imported.problems if one.code == "undecided"]
    return {
        "title": made.title_in("en"),
        "slug": made.slug,
        "counts": [(words[part], report.kept[part], report.total[part]) for part in PARTS if report.total[part]],
        "lists": [
            found
            for found in (
                _list(_("Still to be decided"), undecided),
                _list(_("To think about"), list(map(_said, imported.advice))),
                _list(_("Did not come across"), list(map(_said, gathered(report.not_carried)))),
                _list(_("Came across as something else"), list(map(_said, gathered(report.changed)))),
            )
            if found["notes"]
        ],
    }


# Private


def _said(note: Note) -> dict[str, str]:
    times = f" × {note.times}" if note.times > 1 else ""
    return {"what": f"{note.what}{times}", "where": note.where, "why": note.why}


def _list(heading: str, notes: list[dict[str, str]]) -> dict[str, Any]:
    return {"heading": heading, "notes": notes[:_MOST_SHOWN], "more": max(0, len(notes) - _MOST_SHOWN)}

"""The bar above every page, which says that this is a preview."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from commonwheel.design.moments import day
from commonwheel.foundation.requests import account_facts_of
from commonwheel.project.preview.account import known_words
from commonwheel.project.preview.folder import Seen
from commonwheel.project.preview.newest import newest


@dataclass(frozen=True, slots=True)
class Bar:
    """
    What the bar says.

    Attributes:
        mark: of the folder as this page shows it.
        day: of the example that this journey began with; "" for today.
        known: of the resident, on this page.
        warnings: how many.
    """

    mark: str
    front_url: str
    status_url: str
    day: str
    known: tuple[str, ...]
    warnings: int
    is_broken: bool


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Give every template the bar."""
    seen: Seen = getattr(request, "preview_seen", None) or newest()
    moment = getattr(request, "moment", None)
    bar = Bar(
        mark=seen.mark,
        front_url=reverse("preview:front"),
        status_url=reverse("preview:status"),
        day=day(moment) if moment else "",
        known=known_words(account_facts_of(request)),
        warnings=len(seen.warnings),
        is_broken=seen.layered is None,
    )
    return {"bar": "preview/bar.html", "preview": bar}

"""The bar above every page, which says that this is a preview."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from commonwheel.design.moments import day
from commonwheel.project.preview.folder import Seen
from commonwheel.project.preview.newest import newest


@dataclass(frozen=True, slots=True)
class Bar:
    """
    What the bar says.

    Attributes:
        mark: of the folder as this page shows it.
        day: of the example that this journey began with; "" for today.
        warnings: how many.
    """

    mark: str
    front_url: str
    status_url: str
    day: str
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
        warnings=len(seen.warnings),
        is_broken=seen.layered is None,
    )
    return {"bar": "preview/bar.html", "preview": bar}

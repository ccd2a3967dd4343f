"""Help for officers: the guides of `docs/how-to` that they need, as pages of the node."""

import re
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from commonwheel.design.frame import Link
from commonwheel.design.markdown import html_of, safe_link
from commonwheel.foundation.access import open_to_all
from commonwheel.foundation.frames import node_frame

GUIDES = (
    "work-requests", "enter-a-request", "letters-and-calls", "adopt-a-service", "change-your-service", "take-an-update",
    "publish-a-service", "rehearse-a-reorganisation",
)  # fmt: skip
_TO_A_FILE = re.compile(r"\[([^\]]+)\]\(((?:\.\./)*[a-z0-9/-]+)\.md(?:#[a-z0-9-]*)?\)")
_PICTURE = re.compile(r"^!\[.*$", re.MULTILINE)


@open_to_all
@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """List the guides."""
    links = [Link(_title(name), reverse("help", kwargs={"guide": name})) for name in GUIDES]
    return render(request, "node/help.html", {"frame": node_frame(), "links": links})


@open_to_all
@require_safe
def guide(request: HttpRequest, guide: str) -> HttpResponse:
    """Show one guide."""
    if guide not in GUIDES:
        raise Http404
    text = _page(guide)
    return render(request, "node/help.html", {"frame": node_frame(), "title": _title(guide), "text": text})


# Private


@cache
def _page(name: str) -> Markup:
    """Return a guide without its title and pictures; of a link that leads to no guide here only its words remain."""
    _, _, text = _source(name).partition("\n")
    return html_of(_TO_A_FILE.sub(_led, _PICTURE.sub("", text)), allow=safe_link, top=2)


def _led(found: re.Match[str]) -> str:
    words, name = found.groups()
    return f"[{words}]({reverse('help', kwargs={'guide': name})})" if name in GUIDES else words


@cache
def _title(name: str) -> str:
    return _source(name).partition("\n")[0].removeprefix("# ").strip()


@cache
def _source(name: str) -> str:
    return _folder().joinpath(f"{name}.md").read_text(encoding="utf-8")


def _folder() -> Traversable:
    """Return where the guides are: in the wheel, or in the checkout."""
    packed = resources.files("commonwheel").joinpath("help")
    return packed if packed.is_dir() else Path(__file__).resolve().parents[3] / "docs" / "how-to"

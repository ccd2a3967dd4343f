"""Residents' pages as responses: from the memory of pages, or rendered afresh where templates are being worked on."""

from functools import cache
from typing import cast

import jinja2
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.backends.utils import csrf_input
from django.template.loader import get_template
from markupsafe import Markup

from commonwheel.design.frame import ResidentFrame
from commonwheel.design.page_memory import page_html


def resident_page(
    request: HttpRequest, template: str, *, frame: ResidentFrame, page: object, status: int = 200
) -> HttpResponse:
    """
    Answer with a page that extends `layouts/resident.html`.

    Args:
        page: a frozen dataclass of what `design.page_memory` can remember; the template sees it, `frame` and
            `csrf_input`, and nothing else of the request.
    """
    if settings.DEBUG or settings.PREVIEW:
        return render(request, template, {"frame": frame, "page": page}, status=status)
    values = {"frame": frame, "page": page, "csrf_input": lambda: Markup(csrf_input(request))}  # noqa: S704  # Django's own HTML
    return HttpResponse(page_html(_template(template), values), status=status)


@cache
def _template(name: str) -> jinja2.Template:
    return cast("jinja2.Template", get_template(name).template)  # type: ignore[attr-defined]  # the Jinja2 backend's

"""The shared library: what councils and others share, for officers who look for something and for programs."""

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.commons.forms import read_asked
from commonwheel.apps.commons.presenters import adopters as who
from commonwheel.apps.commons.presenters import catalogue as lists
from commonwheel.apps.commons.presenters import entry as one_entry
from commonwheel.apps.commons.presenters.feed import NewVersions
from commonwheel.apps.commons.presenters.words import language_words
from commonwheel.apps.commons.queries import entries, searching
from commonwheel.apps.commons.queries.folder import read_published
from commonwheel.apps.commons.rules.serving import SHORT
from commonwheel.apps.commons.views.opening import View, where_open
from commonwheel.core.packages.release import Release
from commonwheel.design.drawn import draw_journey
from commonwheel.foundation.access import open_to_all
from commonwheel.foundation.frames import node_frame
from commonwheel.integrations.bank_holidays.carried import carried_calendars


def _found(view: View) -> View:
    """Answer that there is no such page where nothing of the name is shared."""

    @open_to_all
    @require_safe
    @where_open
    @wraps(view)
    def within(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except entries.EntryNotFound as error:
            raise Http404(str(error)) from error

    return within


def _for_programs(view: View) -> View:
    """Let programs keep the answer for a minute, and ask afterwards only whether anything has changed."""

    @wraps(view)
    def within(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        etag = f'"{entries.mark()}"'
        response = get_conditional_response(request, etag=etag) or view(request, *args, **kwargs)
        if response.status_code < 400:  # noqa: PLR2004  # whatever is no error
            response.headers["ETag"], response.headers["Cache-Control"] = etag, SHORT
        return response

    return within


@_found
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show what is shared, as it was asked for."""
    asked = read_asked(request.GET)
    page = lists.catalogue_page(asked, searching.search(asked), searching.list_choices())
    return _page(request, "catalogue", page)


@_found
def entry(request: HttpRequest, publisher: str, name: str) -> HttpResponse:
    """Show one thing that is shared."""
    found = entries.get_entry(publisher, name)
    release = _read(found.shown)
    return _page(request, "entry", one_entry.entry_page(found, release, _adopters(release)))


@_found
def release(request: HttpRequest, publisher: str, name: str, version: str) -> HttpResponse:
    """Show one version."""
    found = entries.get_entry(publisher, name)
    one = entries.get_release(publisher, name, version)
    return _page(request, "release", one_entry.release_page(found, one, _read(one)))


@_found
def download(request: HttpRequest, publisher: str, name: str, version: str) -> HttpResponse:
    """Lead to the file of a version that is handed out."""
    del request
    one = entries.get_release(publisher, name, version)
    if one.state not in ("offered", "deprecated"):
        raise Http404
    path = f"targets/{one.path.rpartition('/')[0]}/{one.sha256}.{one.file}"
    return HttpResponseRedirect(reverse("commons:file", kwargs={"path": path}))


@_found
def look(request: HttpRequest, publisher: str, name: str, example: str) -> HttpResponse:
    """Show the pages of an example journey; nothing is saved."""
    found = entries.get_entry(publisher, name)
    release = _read(found.shown)
    language = request.GET.get("language", "en")
    if release is None or release.manifest.kind != "pattern" or language not in release.manifest.languages:
        raise Http404
    drawn = draw_journey(release.bundle, example, language=language, calendars=carried_calendars())
    if drawn is None:
        raise Http404
    languages = [(code, language_words(code), code == language) for code in release.manifest.languages]
    values = {"page": drawn, "frame": _frame(), "line": lists.line(found.line), "language_of_page": language}
    return render(request, "commons/look.html", {**values, "languages": languages})


@_found
def publishers(request: HttpRequest) -> HttpResponse:
    """List who publishes."""
    lines = [lists.publisher_line(one, shared) for one, shared in entries.list_publishers()]
    return _page(request, "publishers", lines)


@_found
def publisher(request: HttpRequest, publisher: str) -> HttpResponse:
    """Show a publisher with what it shares."""
    return _page(request, "publisher", lists.publisher_page(*entries.get_publisher(publisher)))


@_found
@_for_programs
def as_json(request: HttpRequest) -> HttpResponse:
    """Return all that is shared, for programs."""
    del request
    return JsonResponse({"entries": [lists.json_of(one) for one in entries.list_entries()]})


@_found
@_for_programs
def entry_json(request: HttpRequest, publisher: str, name: str) -> HttpResponse:
    """Return one thing that is shared, for programs."""
    del request
    return JsonResponse(one_entry.entry_json(entries.get_entry(publisher, name)))


@_found
@_for_programs
def feed(request: HttpRequest) -> HttpResponse:
    """Return the versions that came last, as an Atom feed."""
    return NewVersions()(request)


# Private


def _page(request: HttpRequest, name: str, page: object) -> HttpResponse:
    return render(request, f"commons/{name}.html", {"page": page, "frame": _frame()})


def _frame() -> object:
    return node_frame(current="commons:catalogue")


def _adopters(release: Release | None) -> who.Adopters | None:
    if release is None or release.manifest.kind != "pattern":
        return None
    duties, today = who.duties_of(release.bundle.pattern), timezone.localdate()
    return who.adopters(duties, authorities.holders_by_law(duties, today), authorities.list_councils(), on=today)


def _read(one: entries.ReleaseView) -> Release | None:
    is_wheel = one.path.endswith(".whl")
    return None if is_wheel else read_published(one.path, one.sha256)

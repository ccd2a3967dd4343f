"""The shared library as a council's staff see it: found, looked at, set up as a draft, updated."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonwheel.apps.adoption.actions.adopting import (
    AdoptedOtherwise,
    Fetched,
    NotAService,
    OtherThanPublished,
    fetch_anywhere,
    keep_fetched,
)
from commonwheel.apps.adoption.actions.adopting import adopt as make_draft
from commonwheel.apps.adoption.actions.speaking import agree, fall_silent
from commonwheel.apps.adoption.forms import AdoptForm, SearchForm
from commonwheel.apps.adoption.presenters.library import (
    LANGUAGES,
    boxes,
    example_links,
    example_words,
    library_page,
    offer_page,
    origin_lines,
    voice_page,
)
from commonwheel.apps.adoption.queries.library import (
    SHOWN_AT_ONCE,
    NothingFollowed,
    NotOffered,
    Offer,
    find_offer,
    get_ours,
    get_voice,
    list_followed,
    list_offers,
    list_origins,
    search_offers,
)
from commonwheel.apps.adoption.rules import OF_A_SETTING, SettingCannotBe, SettingsNotGiven, asked_of
from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.cases import api as cases
from commonwheel.apps.changes import api as changes
from commonwheel.apps.services import api as services
from commonwheel.core.packages.naming import Wanted
from commonwheel.core.packages.refusals import ReleaseRefused
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.design.drawn import draw_journey
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.audit import Actor
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest
from commonwheel.integrations.bank_holidays.carried import carried_calendars
from commonwheel.integrations.trust.failures import (
    CommonsUnavailable,
    ReleaseNotHandedOut,
    ReleaseUnknown,
    TrustRefused,
)

UNPROCESSABLE, UNAVAILABLE = 422, 503
REMEMBERED = 64
"""Releases that were looked at lately, some 100 KB each."""
View = Callable[..., HttpResponse]
NOT_TO_BE_HAD = (
    NotAService, OtherThanPublished, ReleaseRefused, ReleaseNotHandedOut, ReleaseUnknown, TrustRefused,
    CommonsUnavailable, services.PatternDoesNotCheck, changes.UpdateIsNotNewer, changes.UpdateIsOfAnother,
    changes.CannotBeRead, services.ServiceChangedMeanwhile,
)  # fmt: skip


def _from_the_library(view: View) -> View:
    """Say on a plain page why something cannot be had just now, and 404 where nobody offers it."""

    @wraps(view)
    def answered(request: StaffRequest, **arguments: Any) -> HttpResponse:
        try:
            return view(request, **arguments)
        except (NotOffered, NothingFollowed, services.ServiceNotFound):
            raise Http404 from None
        except NOT_TO_BE_HAD as why:
            return _render(request, "unavailable", {"why": str(why)}, status=UNAVAILABLE)

    return never_cache(answered)


@staff_only(Permission.CHANGE_SERVICES)
@require_safe
@never_cache
def library(request: StaffRequest) -> HttpResponse:
    """Search the shared library."""
    form = SearchForm(request.GET)
    words, after = (form.cleaned_data["words"], form.cleaned_data["after"]) if form.is_valid() else ("", "")
    found = search_offers(words, after=after, limit=SHOWN_AT_ONCE + 1)
    shown = found[:SHOWN_AT_ONCE]
    more = f"?{urlencode({'words': words, 'after': shown[-1].full_name})}" if len(found) > SHOWN_AT_ONCE else ""
    page = library_page(
        request.council, words=words, offers=shown, more=more, origins=list_origins(request.council.id),
        followed=list_followed(),
    )  # fmt: skip
    return _render(request, "library", {"page": page})


@staff_only(Permission.CHANGE_SERVICES)
@require_safe
@_from_the_library
def offer(request: StaffRequest, publisher: str, service: str) -> HttpResponse:
    """Show one shared service before the council takes it."""
    found = _found(publisher, service)
    page = offer_page(
        request.council, found, looked_at(found).release, offers=list_offers(found.full_name),
        ours=_ours(request, found.full_name),
    )  # fmt: skip
    return _render(request, "offer", {"page": page})


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@_from_the_library
def adopt(request: StaffRequest, publisher: str, service: str) -> HttpResponse:
    """Set up a shared service as a draft."""
    found = _found(publisher, service)
    ours = _ours(request, found.full_name)
    if ours is not None:
        return HttpResponseRedirect(council_url(request.council, "changes:overview", slug=ours.slug))
    looked = looked_at(found)
    printed = boxes(request.council, looked.release, asked_of(looked.release.bundle))
    context = {"title": looked.release.manifest.title, "publisher": publisher, "service": service}
    if request.method != "POST":
        return _render(request, "set_up", {**context, "form": AdoptForm(printed)})
    form = AdoptForm(printed, request.POST)
    if form.is_valid():
        made = _draft(request, found, form)
        if made is not None:
            return HttpResponseRedirect(f"{council_url(request.council, 'adoption:updates')}?new={made.slug}")
    return _render(request, "set_up", {**context, "form": form}, status=UNPROCESSABLE)


@staff_only(Permission.CHANGE_SERVICES)
@require_safe
@_from_the_library
def look(request: StaffRequest, publisher: str, service: str, example: str) -> HttpResponse:
    """Show an example journey of a shared service, as the council's residents would see it."""
    release = looked_at(_found(publisher, service)).release
    back = council_url(request.council, "adoption:offer", publisher=publisher, service=service)
    return _drawn(request, release.bundle, example, back=back, languages=release.manifest.languages)


@staff_only(Permission.CHANGE_SERVICES)
@require_safe
@_from_the_library
def examples(request: StaffRequest, slug: str) -> HttpResponse:
    """List the example journeys of a council's service."""
    bundle = get_ours(request.council.id, slug)
    links = example_links(request.council, slug, bundle.examples)
    return _render(request, "examples", {"title": bundle.pattern.title, "slug": slug, "links": links})


@staff_only(Permission.CHANGE_SERVICES)
@require_safe
@_from_the_library
def look_at_ours(request: StaffRequest, slug: str, example: str) -> HttpResponse:
    """Show an example journey of a council's service, with its settings and words."""
    bundle = get_ours(request.council.id, slug)
    back = council_url(request.council, "adoption:examples", slug=slug)
    languages = services.get_service(request.council.id, slug).languages
    return _drawn(request, bundle, example, back=back, languages=languages)


@staff_only(Permission.CHANGE_SERVICES)
@require_safe
@never_cache
def updates(request: StaffRequest) -> HttpResponse:
    """Show where the council's services came from, and which have something newer."""
    lines = origin_lines(request.council, list_origins(request.council.id))
    new = next((one for one in lines if one.slug == request.GET.get("new")), None)
    return _render(request, "updates", {"lines": lines, "new": new})


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@_from_the_library
def update(request: StaffRequest, slug: str) -> HttpResponse:
    """Begin to take the newer version of a service: a draft, into which the council's changes are carried."""
    council, now = request.council, timezone.now()
    origin = next((one for one in list_origins(council.id) if one.service.slug == slug), None)
    if origin is None:
        raise Http404
    if origin.newer is not None:
        fetched = fetch_anywhere(origin.newer, now=now)
        keep_fetched(fetched, now=now)
        changes.begin_update(council, slug, files=fetched.release.files, by=request.staff, now=now)
    return HttpResponseRedirect(council_url(council, "changes:overview", slug=slug))


@staff_only(Permission.CHANGE_COUNCIL)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def voice(request: StaffRequest) -> HttpResponse:
    """Show whether, and what, the council says of what it runs; agree to that, or take it back."""
    if request.method == "POST":
        change = agree if request.POST.get("do") == "agree" else fall_silent
        change(request.council, by=request.staff, now=timezone.now())
        return HttpResponseRedirect(council_url(request.council, "adoption:voice"))
    return _render(request, "voice", {"page": voice_page(get_voice(request.council.id))})


def looked_at(found: Offer) -> Fetched:
    """Return a release to look at: fetched once in each process, since its bytes never change."""
    return _remembered(found.path, found.sha256)


# Private


def _found(publisher: str, service: str) -> Offer:
    return find_offer(Wanted(publisher, service, None))


@lru_cache(maxsize=REMEMBERED)
def _remembered(path: str, sha256: str) -> Fetched:
    found = next(one for one in list_offers("/".join(path.split("/")[:2])) if (one.path, one.sha256) == (path, sha256))
    return fetch_anywhere(found, now=timezone.now())


def _drawn(request: StaffRequest, bundle: Bundle, example: str, *, back: str, languages: Sequence[str]) -> HttpResponse:
    language = request.GET.get("language", languages[0])
    if language not in languages:
        raise Http404
    words = cases.authority_words(request.council, language)
    drawn = draw_journey(bundle, example, language=language, calendars=carried_calendars(), authority=words)
    if drawn is None:
        raise Http404
    return _render(request, "look", {
        "title": drawn.title, "example": example_words(example), "page": drawn, "back_url": back,
        "languages": [(code, LANGUAGES.get(code, code), code == language) for code in languages],
        "language_of_page": language,
    })  # fmt: skip


def _draft(request: StaffRequest, found: Offer, form: AdoptForm) -> services.ServiceView | None:
    """Make the draft of bytes that are fetched and checked now; None where something typed was refused."""
    now = timezone.now()
    fetched = fetch_anywhere(found, now=now)
    try:
        return make_draft(
            request.council,
            fetched,
            given=form.given,
            slug=form.texts["slug"],
            phone=form.texts["phone"],
            phone_hours=form.texts["hours"],
            phone_hours_cy=form.texts.get("hours_cy", ""),
            actor=Actor("STAFF", str(request.staff.id)),
            now=now,
        )
    except services.SlugCannotBe as why:
        form.add_error("slug", str(why))
    except SettingCannotBe as why:
        form.add_error(f"{OF_A_SETTING}{why.name}", _("This must be %(wanted)s.") % {"wanted": why.wanted})
    except (SettingsNotGiven, AdoptedOtherwise) as why:
        form.add_error(None, str(why))
    return None


def _ours(request: StaffRequest, full_name: str) -> services.ServiceView | None:
    return next((one for one in services.list_services(request.council.id) if one.pattern_name == full_name), None)


def _render(request: StaffRequest, name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    frame = staff_frame(request, current="services:list")
    return render(request, f"adoption/{name}.html", {"frame": frame, **context}, status=status)

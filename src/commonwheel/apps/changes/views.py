"""The pages on which staff change a service."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial, wraps
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.changes import actions
from commonwheel.apps.changes.actions import DraftChangedMeanwhile, NotSentForSignOff, PublicationNotFound
from commonwheel.apps.changes.forms import ChangeForm, question_fields
from commonwheel.apps.changes.presenters import (
    differences_lines,
    history_lines,
    overview_page,
    said_of,
    setting_field,
    words_fields,
)
from commonwheel.apps.changes.queries import (
    CannotBeRead,
    Change,
    DraftNotFound,
    find_draft,
    get_change,
    list_publications,
    list_wrong,
)
from commonwheel.apps.changes.rules import Field, with_page, with_question, with_setting, with_words
from commonwheel.apps.payments import api as payments
from commonwheel.apps.services import api as services
from commonwheel.core.layers import editing
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.tree import Part
from commonwheel.core.patterns.model.pattern import Step
from commonwheel.core.patterns.model.settings import SettingBase
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest

UNPROCESSABLE, CONFLICT = 422, 409
View = Callable[..., HttpResponse]
MEANWHILE = (DraftChangedMeanwhile, DraftNotFound, NotSentForSignOff, services.ServiceChangedMeanwhile, CannotBeRead)
DOES_NOT_WORK = (
    services.PatternDoesNotCheck,
    services.NothingCanBeSent,
    services.SettingsAreUndecided,
    services.TranslationsAreDrafts,
    services.PaymentsNotSetUp,
)


def _page_of_changes(view: View) -> View:
    """Say on a plain page what somebody else did meanwhile, and 404 where there is no such service."""

    @wraps(view)
    def answered(request: StaffRequest, slug: str, **arguments: Any) -> HttpResponse:
        try:
            return view(request, slug, **arguments)
        except (services.ServiceNotFound, PublicationNotFound):
            raise Http404 from None
        except (*MEANWHILE, *DOES_NOT_WORK) as reason:
            return _notice(request, slug, _words_of(reason))

    return never_cache(answered)


@staff_only(Permission.CHANGE_SERVICES)
@require_safe
@_page_of_changes
def overview(request: StaffRequest, slug: str) -> HttpResponse:
    """Show a service's pages, questions, messages and settings, and what of them is ours."""
    change = get_change(request.council, slug)
    page = overview_page(change, list_wrong(change) if change.draft else ())
    return _render(request, "overview", {"page": page, "done": request.GET.get("done", "")[:12]})


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@_page_of_changes
def begin(request: StaffRequest, slug: str) -> HttpResponse:
    """Begin to change a service."""
    actions.begin(request.council, slug, by=request.staff, now=timezone.now())
    return _to(request, slug, "overview")


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@_page_of_changes
def setting(request: StaffRequest, slug: str, at: str) -> HttpResponse:
    """Give a setting its value."""
    change = _changing(request, slug)
    part = _part(change, f"settings.{at}")

    def edit(texts: Mapping[str, str]) -> actions.Edit:
        return partial(with_setting, name=at, text=texts["value"], part=part)

    return _edited(request, change, _("Change a setting"), [setting_field(change, part)], edit)


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@_page_of_changes
def words(request: StaffRequest, slug: str, at: str) -> HttpResponse:
    """Change the words of a part, beside the shared ones."""
    change = _changing(request, slug)
    found = list(words_fields(_part(change, at)))
    if not found:
        raise Http404

    def edit(texts: Mapping[str, str]) -> actions.Edit:
        given: dict[str, dict[str, str | None]] = {}
        for inner, key, field in found:
            typed = texts[field.name]
            # As it is shared, to the last space, so that it does not count as ours.
            value = field.shared if typed == field.shared.strip() else typed
            given.setdefault(inner.address or "pattern", {})[key] = value or None
        return partial(with_words, given=given)

    return _edited(request, change, _("Change the words"), [field for *_rest, field in found], edit)


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@_page_of_changes
def add_question(request: StaffRequest, slug: str, at: str) -> HttpResponse:
    """Add a question at the end of a page."""
    change = _changing(request, slug)
    page = _part(change, at)
    if not isinstance(page.shape, Step):
        raise Http404

    def edit(texts: Mapping[str, str]) -> actions.Edit:
        return partial(with_question, page=page.address, texts=texts)

    return _edited(request, change, _("Add a question"), question_fields(), edit)


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@_page_of_changes
def add_page(request: StaffRequest, slug: str, at: str) -> HttpResponse:
    """Add a page after another one, with its first question."""
    change = _changing(request, slug)
    before = _part(change, at)
    if not isinstance(before.shape, Step):
        raise Http404

    def edit(texts: Mapping[str, str]) -> actions.Edit:
        return partial(with_page, after=before.address, texts=texts)

    return _edited(
        request, change, _("Add a page"), [Field("title", _("Heading of the page")), *question_fields()], edit
    )


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@_page_of_changes
def hide(request: StaffRequest, slug: str, at: str) -> HttpResponse:
    """Hide a part, with the reason."""
    change = _changing(request, slug)
    part = _part(change, at)
    hint = _("Whoever takes the next update of the shared service reads it.")

    def edit(texts: Mapping[str, str]) -> actions.Edit:
        return partial(editing.remove_part, at=part.address, because=texts["because"])

    field = Field("because", _("Why do residents not need this here?"), hint=hint)
    return _edited(request, change, _("Hide this"), [field], edit)


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@_page_of_changes
def move(request: StaffRequest, slug: str, at: str) -> HttpResponse:
    """Move a page or a question up or down."""
    direction: editing.Direction = "up" if request.POST.get("do") == "up" else "down"
    return _pressed(request, slug, partial(editing.shift, at=at, direction=direction))


@staff_only(Permission.CHANGE_SERVICES)
@require_safe
@_page_of_changes
def differences(request: StaffRequest, slug: str) -> HttpResponse:
    """List what differs from the shared service."""
    change = get_change(request.council, slug)
    seen = change.draft.seen if change.draft else ""
    context = {"lines": differences_lines(change), "slug": slug, "seen": seen}
    return _render(request, "differences", {**context, "title": change.service.title_in("en")})


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@_page_of_changes
def put_back(request: StaffRequest, slug: str) -> HttpResponse:
    """Put one difference back."""
    source = (request.POST.get("source", ""), request.POST.get("key", ""))
    return _pressed(request, slug, partial(editing.put_back, sources=[source]), page="differences")


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@_page_of_changes
def send(request: StaffRequest, slug: str) -> HttpResponse:
    """Send a draft for sign-off."""
    seen = request.POST.get("seen", "")
    actions.send(request.council, slug, seen=seen, by=request.staff, now=timezone.now())
    return _to(request, slug, "overview")


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@_page_of_changes
def publish(request: StaffRequest, slug: str) -> HttpResponse:
    """Sign a draft off, and publish it."""
    actions.publish(
        request.council,
        slug,
        seen=request.POST.get("seen", ""),
        note=request.POST.get("note", "").strip()[:400],
        can_be_paid=payments.can_go_live(request.council),
        by=request.staff,
        now=timezone.now(),
    )
    return _to(request, slug, "overview", done="published")


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@_page_of_changes
def discard(request: StaffRequest, slug: str) -> HttpResponse:
    """Throw a draft away."""
    seen = request.POST.get("seen", "")
    actions.discard(request.council, slug, seen=seen, by=request.staff, now=timezone.now())
    return _to(request, slug, "overview", done="discarded")


@staff_only(Permission.CHANGE_SERVICES)
@require_safe
@_page_of_changes
def history(request: StaffRequest, slug: str) -> HttpResponse:
    """List what was published of a service."""
    lines = history_lines(list_publications(request.council.id, slug))
    title = services.get_service(request.council.id, slug).title_in("en")
    return _render(request, "history", {"lines": lines, "slug": slug, "title": title})


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@_page_of_changes
def publish_again(request: StaffRequest, slug: str, publication_id: uuid.UUID) -> HttpResponse:
    """Publish what a service was before."""
    can_be_paid = payments.can_go_live(request.council)
    actions.publish_again(
        request.council,
        slug,
        publication_id=publication_id,
        can_be_paid=can_be_paid,
        by=request.staff,
        now=timezone.now(),
    )
    return _to(request, slug, "history")


# Private


def _changing(request: StaffRequest, slug: str) -> Change:
    change = get_change(request.council, slug)
    if change.draft is None:
        raise DraftNotFound
    return change


def _part(change: Change, at: str) -> Part:
    part = change.tree.find(at)
    if part is None or isinstance(part.shape, SettingBase) != at.startswith("settings."):
        raise Http404
    return part


def _edited(
    request: StaffRequest,
    change: Change,
    heading: str,
    fields: Sequence[Field],
    edit: Callable[[Mapping[str, str]], actions.Edit],
) -> HttpResponse:
    """Show a form, or make the change that was typed in it."""
    slug, seen = change.service.slug, change.draft.seen if change.draft else ""
    form = ChangeForm(fields, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
    if form.is_bound and form.is_valid():
        try:
            made = edit(form.texts)
            actions.change(request.council, slug, seen=seen, edit=made, by=request.staff, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, said_of(refusal))
        else:
            return _to(request, slug, "overview", done="saved")
    context = {"form": form, "heading": heading, "title": change.service.title_in("en"), "slug": slug, "seen": seen}
    return _render(request, "form", context, status=UNPROCESSABLE if form.is_bound else 200)


def _pressed(request: StaffRequest, slug: str, edit: actions.Edit, *, page: str = "overview") -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        actions.change(request.council, slug, seen=seen, edit=edit, by=request.staff, now=timezone.now())
    except Refused as refusal:
        return _notice(request, slug, said_of(refusal), status=UNPROCESSABLE)
    return _to(request, slug, page)


def _notice(request: StaffRequest, slug: str, says: str, *, status: int = CONFLICT) -> HttpResponse:
    draft = find_draft(request.council.id, slug)
    context = {"says": says, "slug": slug, "seen": draft.seen if draft and draft.is_stale else ""}
    return _render(request, "notice", context, status=status)


def _words_of(reason: Exception) -> str:
    if isinstance(reason, services.PatternDoesNotCheck):
        return _("It would not work for residents as it is: %(why)s") % {"why": reason.problems[0].help}
    return str(reason)


def _to(request: StaffRequest, slug: str, page: str, *, done: str = "") -> HttpResponse:
    address = council_url(request.council, f"changes:{page}", slug=slug)
    return HttpResponseRedirect(f"{address}?done={done}" if done else address)


def _render(request: StaffRequest, name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    frame = staff_frame(request, current="services:list")
    return render(request, f"changes/{name}.html", {"frame": frame, **context}, status=status)

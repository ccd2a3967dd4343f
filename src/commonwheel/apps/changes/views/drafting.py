"""The pages on which staff change a service."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.changes.actions import drafts
from commonwheel.apps.changes.forms import question_fields
from commonwheel.apps.changes.presenters.overview import (
    differences_lines,
    overview_page,
    page_fields,
    said_of,
    setting_field,
    words_fields,
)
from commonwheel.apps.changes.presenters.signing import left_to_sign
from commonwheel.apps.changes.presenters.translating import CHECKED, checked_field, translation_fields
from commonwheel.apps.changes.queries.drafts import Change, DraftNotFound, get_change, list_wrong
from commonwheel.apps.changes.queries.signing import get_signing
from commonwheel.apps.changes.rules.fields import (
    Translation,
    with_page,
    with_question,
    with_setting,
    with_translations,
    with_words,
)
from commonwheel.apps.changes.views.shared import UNPROCESSABLE, notice, page_of_changes, render, to
from commonwheel.core.layers import editing
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.tree import Part
from commonwheel.core.patterns.model.pattern import Step
from commonwheel.core.patterns.model.settings import SettingBase
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.boxes import BoxForm, Field
from commonwheel.foundation.requests import StaffRequest


@staff_only(Permission.CHANGE_SERVICES)
@require_safe
@page_of_changes
def overview(request: StaffRequest, slug: str) -> HttpResponse:
    """Show a service's pages, questions, messages and settings, and what of them is ours."""
    change = get_change(request.council, slug)
    is_sent = change.draft is not None and change.draft.sent_at is not None
    left = left_to_sign(get_signing(request.council, slug, by=request.staff)) if is_sent else ()
    page = overview_page(change, list_wrong(change) if change.draft else (), left)
    return render(request, "overview", {"page": page, "done": request.GET.get("done", "")[:12]})


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@page_of_changes
def begin(request: StaffRequest, slug: str) -> HttpResponse:
    """Begin to change a service."""
    drafts.begin(request.council, slug, by=request.staff, now=timezone.now())
    return to(request, slug, "overview")


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@page_of_changes
def setting(request: StaffRequest, slug: str, at: str) -> HttpResponse:
    """Give a setting its value."""
    change = _changing(request, slug)
    part = _part(change, f"settings.{at}")

    def edit(texts: Mapping[str, str]) -> drafts.Edit:
        return partial(with_setting, name=at, text=texts["value"], part=part)

    return _edited(request, change, _("Change a setting"), [setting_field(change, part)], edit)


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@page_of_changes
def words(request: StaffRequest, slug: str, at: str) -> HttpResponse:
    """Change the words of a part, beside the shared ones."""
    change = _changing(request, slug)
    found = list(words_fields(_part(change, at)))
    if not found:
        raise Http404

    def edit(texts: Mapping[str, str]) -> drafts.Edit:
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
@page_of_changes
def welsh(request: StaffRequest, slug: str, at: str) -> HttpResponse:
    """Change the Welsh of a part, beside its English."""
    change = _changing(request, slug)
    found = list(translation_fields(change, _part(change, at), "cy"))
    if not found or "cy" not in request.council.languages:
        raise Http404

    def edit(texts: Mapping[str, str]) -> drafts.Edit:
        checked = editing.Checked(request.staff.name, timezone.localdate()) if texts[CHECKED] == "yes" else None
        # Whoever checks the page puts their name to all of it; else only what was typed is ours.
        given = [
            Translation(at, words, texts[field.name])
            for at, words, field in found
            if checked or texts[field.name] != field.value
        ]
        return partial(with_translations, language="cy", given=given, checked=checked)

    return _edited(request, change, _("Change the Welsh"), [*(field for *_rest, field in found), checked_field()], edit)


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@page_of_changes
def add_question(request: StaffRequest, slug: str, at: str) -> HttpResponse:
    """Add a question at the end of a page."""
    change = _changing(request, slug)
    page = _part(change, at)
    if not isinstance(page.shape, Step):
        raise Http404

    def edit(texts: Mapping[str, str]) -> drafts.Edit:
        return partial(with_question, page=page.address, texts=texts)

    return _edited(request, change, _("Add a question"), question_fields(), edit)


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@page_of_changes
def add_page(request: StaffRequest, slug: str, at: str) -> HttpResponse:
    """Add a page after another one, with its first question."""
    change = _changing(request, slug)
    before = _part(change, at)
    if not isinstance(before.shape, Step):
        raise Http404

    def edit(texts: Mapping[str, str]) -> drafts.Edit:
        return partial(with_page, after=before.address, texts=texts)

    return _edited(
        request, change, _("Add a page"), [Field("title", _("Heading of the page")), *question_fields()], edit
    )


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@page_of_changes
def hide(request: StaffRequest, slug: str, at: str) -> HttpResponse:
    """Hide a part, with the reason."""
    change = _changing(request, slug)
    part = _part(change, at)
    hint = _("Whoever takes the next update of the shared service reads it.")

    def edit(texts: Mapping[str, str]) -> drafts.Edit:
        return partial(editing.remove_part, at=part.address, because=texts["because"])

    field = Field("because", _("Why do residents not need this here?"), hint=hint)
    return _edited(request, change, _("Hide this"), [field], edit)


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@page_of_changes
def move(request: StaffRequest, slug: str, at: str) -> HttpResponse:
    """Move a page or a question up or down."""
    direction: editing.Direction = "up" if request.POST.get("do") == "up" else "down"
    return _pressed(request, slug, partial(editing.shift, at=at, direction=direction))


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@page_of_changes
def move_to(request: StaffRequest, slug: str, at: str) -> HttpResponse:
    """Move a question to another page."""
    change = _changing(request, slug)
    part = _part(change, at)
    fields = page_fields(change, part)
    if not fields:
        raise Http404

    def edit(texts: Mapping[str, str]) -> drafts.Edit:
        return partial(editing.to_page, at=part.address, page=texts["page"])

    return _edited(request, change, _("Move this question"), fields, edit)


@staff_only(Permission.SEE_SERVICES)
@require_safe
@page_of_changes
def differences(request: StaffRequest, slug: str) -> HttpResponse:
    """List what differs from the shared service."""
    change = get_change(request.council, slug)
    may_change = Permission.CHANGE_SERVICES in request.staff.permissions
    seen = change.draft.seen if change.draft and not change.draft.undecided and may_change else ""
    context = {"may_change": may_change, "lines": differences_lines(change), "slug": slug, "seen": seen}
    return render(request, "differences", {**context, "title": change.service.title_in("en")})


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@page_of_changes
def put_back(request: StaffRequest, slug: str) -> HttpResponse:
    """Put one difference back."""
    source = (request.POST.get("source", ""), request.POST.get("key", ""))
    return _pressed(request, slug, partial(editing.put_back, sources=[source]), page="differences")


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@page_of_changes
def discard(request: StaffRequest, slug: str) -> HttpResponse:
    """Throw a draft away."""
    seen = request.POST.get("seen", "")
    drafts.discard(request.council, slug, seen=seen, by=request.staff, now=timezone.now())
    return to(request, slug, "overview", done="discarded")


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
    edit: Callable[[Mapping[str, str]], drafts.Edit],
) -> HttpResponse:
    """Show a form, or make the change that was typed in it."""
    slug, seen = change.service.slug, change.draft.seen if change.draft else ""
    form = BoxForm(fields, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
    if form.is_bound and form.is_valid():
        try:
            made = edit(form.texts)
            drafts.change(request.council, slug, seen=seen, edit=made, by=request.staff, now=timezone.now())
        except Refused as refusal:
            box = getattr(refusal, "box", "")
            form.add_error(box if box in form.fields else None, said_of(refusal))
        else:
            return to(request, slug, "overview", done="saved")
    context = {"form": form, "heading": heading, "title": change.service.title_in("en"), "slug": slug, "seen": seen}
    return render(request, "form", context, status=UNPROCESSABLE if form.is_bound else 200)


def _pressed(request: StaffRequest, slug: str, edit: drafts.Edit, *, page: str = "overview") -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        drafts.change(request.council, slug, seen=seen, edit=edit, by=request.staff, now=timezone.now())
    except Refused as refusal:
        return notice(request, slug, said_of(refusal), status=UNPROCESSABLE)
    return to(request, slug, page)

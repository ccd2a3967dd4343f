"""One entry of a group: added, changed, removed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonwheel.apps.files.api import FilesOf
from commonwheel.apps.journeys.actions.answering import store_answers
from commonwheel.apps.journeys.actions.changing import propose_change, remove_entry
from commonwheel.apps.journeys.presenters import problems
from commonwheel.apps.journeys.presenters.pages import RemovePage, StepPage
from commonwheel.apps.journeys.presenters.script import is_spoken, step_script
from commonwheel.apps.journeys.presenters.stepping import Around, page_fields
from commonwheel.apps.journeys.presenters.wording import StepWords
from commonwheel.apps.journeys.rules.paths import entry_prefix, step_of_slug
from commonwheel.apps.journeys.views.entry_lists import entries_of, entry_url, groups_of
from commonwheel.apps.journeys.views.finding import found_again, pressed_on_address
from commonwheel.apps.journeys.views.uploads import files_of, take
from commonwheel.apps.journeys.views.visit import CHANGING, Visit, journey_page, lookups_of, open_only
from commonwheel.core.patterns.answering.answers import read_entry
from commonwheel.core.patterns.answering.cel_values import facts_of
from commonwheel.core.patterns.answering.checks import shown_members
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.running.programme import Placed
from commonwheel.design.fields import errors_of, news_of
from commonwheel.design.questions.sending import Sent

NOT_TAKEN = 422


@require_http_methods(["GET", "HEAD", "POST"])
@journey_page
@open_only
def entry(visit: Visit, step: str, group: str, number: int) -> HttpResponse:
    """Show one entry; take its answers, or remove it."""
    found = _group(visit, step_of_slug(step), group)
    if found is None:
        return visit.problem(problems.page_missing(visit.url("journey")), status=404)
    entries = entries_of(visit, found)
    most = int(getattr(found.question, "max", 0))
    if not 1 <= number <= min(len(entries) + 1, most):
        return HttpResponseRedirect(_list_url(visit, found))
    if visit.request.GET.get("remove") == "yes" and number <= len(entries):
        return _remove(visit, found, entries, number)
    if visit.request.method != "POST":
        return _show(visit, found, entries, number)
    pressed = visit.request.POST.get("do", "")
    if pressed:
        return _pressed(visit, found, entries, number, pressed)
    return _answer(visit, found, entries, number)


def _pressed(visit: Visit, group: Placed, entries: list[dict[str, Any]], number: int, pressed: str) -> HttpResponse:
    """Do what a button other than "Continue" asks, and stay on the page."""
    what, _dot, rest = pressed.partition(".")
    if what in {"find", "again", "type"}:
        return _show(visit, group, entries, number, pressed_on_address(visit, pressed))
    own = _files(visit, group, number)
    errors: tuple[AnswerError, ...] = ()
    if what == "upload":
        errors = take(visit, own)
    if what == "remove":
        own.drop(rest.rpartition(".")[2])
    if number <= len(entries):
        visit, entries = _with_files_stored(visit, group, entries, number)
    return _show(visit, group, entries, number, Sent(visit.posted, errors))


def _with_files_stored(
    visit: Visit, group: Placed, entries: list[dict[str, Any]], number: int
) -> tuple[Visit, list[dict[str, Any]]]:
    """Store which files an entry has now: what was taken away is no answer any more."""
    entry = {**entries[number - 1], **_files(visit, group, number).answers()}
    kept = {name: value for name, value in entry.items() if value != []}
    changed = [*entries[: number - 1], kept, *entries[number:]]
    _store_answers(visit, {**visit.journey.answers, group.id: changed})
    return visit.again(), changed


def _files(visit: Visit, group: Placed, number: int) -> FilesOf:
    return files_of(visit, group.members, prefix=entry_prefix(group.id, number))


def _answer(visit: Visit, group: Placed, entries: list[dict[str, Any]], number: int) -> HttpResponse:
    """Take the answers of an entry, or show it again with what is wrong."""
    files = _files(visit, group, number)
    refused = take(visit, files)
    current = entries[number - 1] if number <= len(entries) else {}
    read = read_entry(
        visit.programme,
        group,
        visit.posted,
        answers=visit.journey.answers,
        circumstances=visit.circumstances,
        entry=current,
        lookups=lookups_of(visit, files=files.answers()),
    )
    refused_of = {one.question for one in refused}
    errors = (*refused, *(error for error in read.errors if error.question not in refused_of))
    if errors:
        seen = {member.id for member in _members(visit, group, current)}
        told = tuple(error for error in errors if error.question in seen)
        again = found_again(visit, [error.question for error in read.errors])
        sent = Sent(visit.posted, told, found=again)
        return _show(visit, group, entries, number, sent, given=read.values)
    return _store(visit, group, [*entries[: number - 1], dict(read.values), *entries[number:]])


def _remove(visit: Visit, group: Placed, entries: list[dict[str, Any]], number: int) -> HttpResponse:
    if visit.request.method == "POST":
        return _store(visit, group, [*entries[: number - 1], *entries[number:]], removed=number)
    page = RemovePage(
        title=_("Do you want to remove %(entry)s?") % {"entry": _name(visit, group, number)},
        back_url=_list_url(visit, group),
    )
    return visit.render("remove", page)


def _store(visit: Visit, group: Placed, entries: list[dict[str, Any]], *, removed: int | None = None) -> HttpResponse:
    """Store the entries of a group, or first ask about the answers that they make needless."""
    answers = {**visit.journey.answers, group.id: entries}
    if not entries:
        del answers[group.id]
    found = visit.walked_with(answers)
    if found.dropped:
        propose_change(
            visit.journey,
            page=group.page,
            answers=found.answers,
            dropped=found.dropped,
            removed=(group.id, removed) if removed else None,
            language=visit.kept_language,
            now=visit.now,
        )
        return HttpResponseRedirect(visit.url("change"))
    if removed is None:
        _store_answers(visit, found.answers)
    else:
        remove_entry(
            visit.journey,
            group=group.id,
            number=removed,
            answers=found.answers,
            language=visit.kept_language,
            now=visit.now,
        )
    return HttpResponseRedirect(_list_url(visit, group))


def _store_answers(visit: Visit, answers: Mapping[str, Any]) -> None:
    store_answers(
        visit.journey,
        answers=answers,
        passed_stops=visit.journey.passed_stops,
        pending=None,
        language=visit.kept_language,
        now=visit.now,
    )


def _members(visit: Visit, group: Placed, entry: Mapping[str, Any]) -> tuple[Placed, ...]:
    """Return the questions that are asked in an entry."""
    return shown_members(group, entry, facts_of(visit.programme, visit.journey.answers, visit.circumstances))


def _show(
    visit: Visit,
    group: Placed,
    entries: list[dict[str, Any]],
    number: int,
    sent: Sent | None = None,
    *,
    given: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    current: Mapping[str, Any] = entries[number - 1] if number <= len(entries) else {}
    asked = _members(visit, group, {**current, **given})
    blank = visit.wording.member_fields(group, answers=visit.journey.answers, council=visit.council)
    title = _name(visit, group, number)
    words = StepWords(title=title, text=blank[0].text[:0], fields={one.id: one for one in blank}, is_translated=True)
    own_files = _files(visit, group, number)
    around = Around(
        own_words=lambda error: visit.wording.own_words((group,), error, visit.values),
        uploads=own_files.kept(),
        lang=visit.other_language,
    )
    fields = page_fields(words, asked, answers=current, around=around, sent=sent)
    errors = errors_of(fields)
    page = StepPage(
        title=title,
        text=words.text,
        fields=fields,
        errors=errors,
        back_url=_list_url(visit, group),
        action_url=entry_url(visit, group, number),
        save_url=visit.save_url,
        has_files=bool(own_files.asked),
        news=news_of(fields),
        say=step_script(visit.wording, fields, is_first=False) if is_spoken(visit.journey) else (),
    )
    return visit.render("step", page, status=NOT_TAKEN if errors else 200)


def _group(visit: Visit, page_id: str, group_id: str) -> Placed | None:
    """Return a group that is asked now, on a page that has been reached."""
    for shown in visit.walk.pages:
        if visit.walk.next is not None and shown.page.number > visit.walk.next.number:
            return None
        if shown.page.id == page_id:
            return next((one for one in groups_of(shown) if one.id == group_id), None)
    return None


def _name(visit: Visit, group: Placed, number: int) -> str:
    page = visit.programme.page(group.page)
    field = visit.wording.step(page, answers=visit.journey.answers, council=visit.council).fields[group.id]
    return f"{field.entry or field.label} {number}"


def _list_url(visit: Visit, group: Placed) -> str:
    address = visit.step_url(group.page)
    return f"{address}?{CHANGING}" if visit.is_changing else address

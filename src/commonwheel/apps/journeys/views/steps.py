"""A page of questions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonwheel.apps.files.api import FilesOf, taking_files
from commonwheel.apps.journeys.actions.answering import store_answers
from commonwheel.apps.journeys.actions.changing import propose_change
from commonwheel.apps.journeys.presenters import problems
from commonwheel.apps.journeys.presenters.pages import StepPage
from commonwheel.apps.journeys.presenters.script import is_spoken, step_script
from commonwheel.apps.journeys.presenters.stepping import Around, page_fields
from commonwheel.apps.journeys.rules.paths import step_of_slug
from commonwheel.apps.journeys.views.entry_lists import adding, entry_url, entry_views, groups_of
from commonwheel.apps.journeys.views.finding import found_again, pressed_on_address
from commonwheel.apps.journeys.views.uploads import files_of, take
from commonwheel.apps.journeys.views.visit import CHANGING, Visit, journey_page, lookups_of, open_only
from commonwheel.core.patterns.answering.answers import PageRead, read_page
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.answering.route import ShownPage, Walk
from commonwheel.core.patterns.running.programme import PageIsUnknown
from commonwheel.design.fields import FieldView, errors_of, news_of
from commonwheel.design.questions.sending import Sent

NOT_TAKEN = 422
_TO_AN_ENTRY = frozenset({"entry", "without"})
_NOT_YET = frozenset({"required", "not-agreed"})


@require_http_methods(["GET", "HEAD", "POST"])
@journey_page
@open_only
def step(visit: Visit, step: str) -> HttpResponse:
    """Show a page of questions; take its answers."""
    try:
        page = visit.programme.page(step_of_slug(step))
    except PageIsUnknown:
        return visit.problem(problems.page_missing(visit.url("journey")), status=404)
    shown = next((one for one in visit.walk.pages if one.page.id == page.id), None)
    too_far = visit.walk.next is not None and page.number > visit.walk.next.number
    if shown is None or too_far:
        return HttpResponseRedirect(visit.on_url())
    if visit.request.method != "POST":
        return _show(visit, shown)
    shown = _with_files_on_screen(visit, shown)
    pressed = visit.request.POST.get("do", "")
    return _pressed(visit, shown, pressed) if pressed else _answer(visit, shown)


def _answer(visit: Visit, shown: ShownPage) -> HttpResponse:
    """Take the answers of a page, or show it again with what is wrong."""
    refused, read = _read(visit, shown)
    errors = (*refused, *(error for error in read.errors if error.question not in {one.question for one in refused}))
    if errors:
        return _show_again(visit, shown, read, errors)
    return store_page(visit, read.applied(visit.journey.answers), page_id=shown.page.id)


def _read(visit: Visit, shown: ShownPage) -> tuple[tuple[AnswerError, ...], PageRead]:
    """Keep the files of a page and read its answers; return what was refused of the files, and the answers."""
    refused = take(visit, _files(visit, shown))
    return refused, _read_answers(visit, shown)


def _read_answers(visit: Visit, shown: ShownPage) -> PageRead:
    return read_page(
        visit.programme,
        shown.page,
        visit.posted,
        answers=visit.journey.answers,
        circumstances=visit.circumstances,
        lookups=lookups_of(visit, files=_files(visit, shown).answers()),
    )


def _with_files_on_screen(visit: Visit, shown: ShownPage) -> ShownPage:
    """Return the page with those questions for files that only what is typed brings, so that no file is lost."""
    asked = {placed.id for placed in shown.questions}
    sent = {name.removesuffix("-picture") for name in visit.request.FILES} | visit.journey.answers.keys()
    brought = [placed for placed in taking_files(shown.page.entries) if placed.id in sent - asked]
    return _with_new_questions(visit, shown, _read_answers(visit, shown)) if brought else shown


def _show_again(visit: Visit, shown: ShownPage, read: PageRead, errors: Sequence[AnswerError]) -> HttpResponse:
    seen = {placed.id for placed in shown.questions}
    told = tuple(error for error in errors if error.question in seen)
    found = found_again(visit, [error.question for error in errors])
    return _show(visit, _with_new_questions(visit, shown, read), Sent(visit.posted, told, found=found))


def _with_new_questions(visit: Visit, shown: ShownPage, read: PageRead) -> ShownPage:
    """Return the page with the questions that what was just answered brings; they are asked before they are missed."""
    found = visit.walked_with({**visit.journey.answers, **read.values})
    return next((one for one in found.pages if one.page.id == shown.page.id), shown)


def store_page(visit: Visit, answers: Mapping[str, Any], *, page_id: str, onward: str = "") -> HttpResponse:
    """
    Store answers, or first ask about those that they make needless; then lead on.

    Args:
        onward: where to; what follows the page where "".
    """
    journey = visit.journey
    found = visit.walked_with(answers)
    if found.dropped:
        propose_change(
            journey,
            page=page_id,
            answers=found.answers,
            dropped=found.dropped,
            language=visit.kept_language,
            now=visit.now,
        )
        return HttpResponseRedirect(visit.still_changing(visit.url("change")))
    store_answers(
        journey,
        answers=found.answers,
        passed_stops=journey.passed_stops,
        pending=None,
        language=visit.kept_language,
        now=visit.now,
        confirmed=() if onward else [placed.id for placed in visit.programme.page(page_id).entries],
    )
    return HttpResponseRedirect(onward or page_after(visit, found, page_id))


def page_after(visit: Visit, found: Walk, page_id: str) -> str:
    """
    Return the address of what follows a page that was answered.

    The next page even where all its questions are optional: it was not seen yet, so it is not passed over.
    """
    if found.stop is not None:
        return visit.still_changing(visit.stop_url(found.stop))
    if _is_placed(visit, page_id) and not visit.is_for_us(found):
        return visit.still_changing(visit.url("council"))
    if visit.is_changing:
        return visit.on_url(found)
    ids = [one.page.id for one in found.pages]
    later = found.pages[ids.index(page_id) + 1 :] if page_id in ids else ()
    here = found.pages[ids.index(page_id)] if page_id in ids else None
    if here is not None and not here.complete:
        return visit.step_url(page_id)
    return visit.step_url(later[0].page.id) if later else visit.on_url(found)


def _is_placed(visit: Visit, page_id: str) -> bool:
    """Say whether the place was asked by then; what is before it is answered first, also by whoever goes back."""
    if visit.placing is None:
        return False
    return visit.programme.page(page_id).number >= visit.programme.page(visit.placing.page).number


def _pressed(visit: Visit, shown: ShownPage, pressed: str) -> HttpResponse:
    """Do what a button other than "Continue" asks, and stay on the page."""
    what, _dot, rest = pressed.partition(".")
    if what in {"find", "again", "type"}:
        return _show(visit, shown, pressed_on_address(visit, pressed))
    if what in _TO_AN_ENTRY:
        return _to_entry(visit, shown, pressed)
    errors: Sequence[AnswerError] = ()
    if what == "upload":
        errors = take(visit, _files(visit, shown))
    if what == "remove":
        _files(visit, shown).drop(rest.rpartition(".")[2])
    visit = _with_files_stored(visit, shown)
    return _show(visit, shown, Sent(visit.posted, errors))


def _to_entry(visit: Visit, shown: ShownPage, pressed: str) -> HttpResponse:
    """
    Keep what was typed on the page, then open an entry of one of its groups (`entry.GROUP.3`, `without.GROUP.3`).

    What is still to be answered may wait; what was answered wrongly is said first, lest it be lost.
    """
    what, group_id, number = (*pressed.split("."), "", "")[:3]
    group = next((one for one in groups_of(shown) if one.id == group_id), None)
    if group is None or not number.isascii() or not number.isdigit():
        return _show(visit, shown, Sent(visit.posted))
    refused, read = _read(visit, shown)
    groups = {one.id for one in groups_of(shown)}
    wrong = [one for one in read.errors if one.code not in _NOT_YET and one.question not in groups]
    if refused or wrong:
        return _show_again(visit, shown, read, (*refused, *wrong))
    answers = {name: value for name, value in read.applied(visit.journey.answers).items() if value != []}
    onward = entry_url(visit, group, int(number[:3]), removing=what == "without")
    return store_page(visit, answers, page_id=shown.page.id, onward=onward)


def _with_files_stored(visit: Visit, shown: ShownPage) -> Visit:
    """Store which files a page has now, so that what was uploaded is an answer though nothing else is yet."""
    answers = {**visit.journey.answers, **_files(visit, shown).answers()}
    answers = {name: value for name, value in answers.items() if value != []}
    store_answers(
        visit.journey,
        answers=answers,
        passed_stops=visit.journey.passed_stops,
        pending=visit.journey.pending,
        language=visit.kept_language,
        now=visit.now,
    )
    return visit.again()


def _files(visit: Visit, shown: ShownPage) -> FilesOf:
    return files_of(visit, shown.questions)


def _show(visit: Visit, shown: ShownPage, sent: Sent | None = None) -> HttpResponse:
    answers, page = visit.journey.answers, shown.page
    words = visit.wording.step(page, answers=answers, council=visit.council)
    own_files = _files(visit, shown)
    around = Around(
        own_words=lambda error: visit.wording.own_words(shown.questions, error, visit.values),
        uploads=own_files.kept(),
        entries=entry_views(visit, shown),
        adding=adding(visit, shown),
        lang=visit.other_language,
    )
    filled = {name: value for name, value in visit.journey.carried.items() if name not in answers}
    fields = page_fields(words, shown.questions, answers={**answers, **filled}, around=around, sent=sent)
    errors = errors_of(fields)
    shown_page = StepPage(
        title=words.title,
        text=words.text,
        fields=fields,
        errors=errors,
        back_url=_back_url(visit, page.id),
        action_url=f"{visit.step_url(page.id)}?{CHANGING}" if visit.is_changing else visit.step_url(page.id),
        save_url=visit.save_url,
        heading_in_field=len(fields) == 1 and fields[0].heading,
        has_files=bool(own_files.asked),
        news=news_of(fields),
        notice=visit.untranslated_notice(words.is_translated),
        lang=visit.other_language or words.lang,
        text_lang=visit.other_language or words.text_lang,
        say=_script(visit, fields, page_id=page.id),
        filled=_filled_words() if any(placed.id in filled for placed in shown.questions) else "",
    )
    return visit.render("step", shown_page, status=NOT_TAKEN if errors else 200)


def _script(visit: Visit, fields: Sequence[FieldView], *, page_id: str) -> tuple[str, ...]:
    if not is_spoken(visit.journey):
        return ()
    return step_script(visit.wording, fields, is_first=visit.walk.pages[0].page.id == page_id)


def _filled_words() -> str:
    return _("We filled this in from what you told us before. Check it, and change what is not right.")


def _back_url(visit: Visit, page_id: str) -> str:
    if visit.is_changing:
        return visit.url("check")
    ids = [one.page.id for one in visit.walk.pages]
    before = ids.index(page_id) - 1
    return visit.step_url(ids[before]) if before >= 0 else visit.beginning_url()

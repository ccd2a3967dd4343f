"""A service owner takes an update of a shared service on pages: decided, looked at, published, rolled back."""

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from tests.support import missed_bin
from tests.support.owner import SLUG, Owner, published, retitle

from commonwheel.apps.changes import api as changes
from commonwheel.apps.changes.actions import publishing
from commonwheel.apps.changes.presenters.updates import conflict_page, decision_fields
from commonwheel.apps.services import api as services
from commonwheel.core.layers.conflicts import Conflict
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

pytestmark = pytest.mark.django_db
BIN = ("title: Which bin was missed?", "title: Which bin did we miss?")
ADDRESS = ("title: Where was the collection missed?", "title: Where did we miss it?")


@pytest.fixture
def staff(owner: Owner) -> Any:
    return missed_bin.staff_of(owner.person)


def begin_update(owner: Owner, *edits: tuple[str, str], version: str = "1.2.0") -> None:
    with council_scope(owner.council.id):
        changes.begin_update(
            owner.council,
            SLUG,
            files=missed_bin.newer(*edits, version=version),
            by=missed_bin.staff_of(owner.person),
            now=missed_bin.MONDAY,
        )


def decide(owner: Owner, choice: str, *, own: str = "", seen: str | None = None, at: str = "steps.bin.title") -> Any:
    shown = owner.seen if seen is None else seen
    data = {"seen": shown, "choice": choice, "own": own}
    return owner.browser.post(owner.url("decide", kind="both-changed", at=at), data)


def ours_in_force(owner: Owner) -> None:
    owner.begun()
    retitle(owner, "Which box was left?")
    published(owner)


def test_an_update_that_nothing_stands_against_is_published_and_rolled_back_in_one_press(owner: Owner) -> None:
    ours_in_force(owner)
    before = owner.written()
    begin_update(owner, ADDRESS)
    page = owner.open("update")
    assert "Where did we miss it?" in page
    assert "Nothing is left to decide." in page
    assert owner.written() == before, "residents have what they had"
    assert published(owner).status_code == 302
    after = owner.written()
    assert (after.service.version, "Which box was left?" in after.layer) == ("1.2.0", True)
    assert after.service.title_in("en") == "Tell us of a missed bin"
    _this, earlier = re.findall(r"version (\S+) of", owner.open("history"))[:2]
    assert (_this, earlier) == ("1.2.0", "1.1.0")
    keys = re.findall(r"history/([0-9a-f-]{36})/", owner.open("history"))
    assert owner.browser.post(owner.url("publish-again", publication_id=keys[0])).status_code == 302
    assert (owner.written().service.version, owner.written().layer) == ("1.1.0", before.layer)
    assert owner.written().service.digest == before.service.digest


def test_what_both_changed_is_decided_one_sentence_at_a_time_before_it_is_published(owner: Owner) -> None:
    ours_in_force(owner)
    begin_update(owner, BIN)
    assert "1 thing to decide" in owner.open("update")
    assert "Send for sign-off" not in owner.open("overview")
    assert owner.press("send").status_code == 409
    assert owner.press("publish").status_code == 409
    assert owner.press("setting", {"value": "5"}, at="report_within_days").status_code == 409
    page = owner.open("decide", kind="both-changed", at="steps.bin.title")
    for words in ("Which bin was missed?", "Which bin did we miss?", "Which box was left?"):
        assert words in page
    assert decide(owner, "").status_code == 422
    assert decide(owner, "own").status_code == 422
    assert decide(owner, "ours").status_code == 302
    assert "Nothing is left to decide." in owner.open("update")
    published(owner)
    assert "Which box was left?" in owner.layer()
    assert "choice: ours" in owner.layer(), "so that it is not asked for again"


@pytest.mark.parametrize(
    ("choice", "own", "title"),
    [
        ("theirs", "", "Which bin did we miss?"),
        ("ours", "", "Which box was left?"),
        ("own", "Which one?", "Which one?"),
    ],
)
def test_a_decision_is_what_the_draft_then_says(owner: Owner, choice: str, own: str, title: str) -> None:
    ours_in_force(owner)
    begin_update(owner, BIN)
    decide(owner, choice, own=own)
    assert title in owner.open("overview")
    published(owner)
    effective = services.get_effective(owner.written().service.digest)
    assert next(one.title for one in effective.pattern.steps if one.id == "bin") == title


def test_the_same_decision_twice_is_as_good_as_once_and_another_one_is_refused(owner: Owner) -> None:
    ours_in_force(owner)
    begin_update(owner, BIN)
    seen = owner.seen
    assert [decide(owner, "own", own="Which?", seen=seen).status_code for _ in range(2)] == [302, 302]
    assert decide(owner, "own", own="Another?", seen=seen).status_code == 409
    assert decide(owner, "theirs", seen=seen).status_code == 409
    assert "Which?" in owner.open("overview")


def test_a_draft_under_way_is_carried_over_and_is_there_again_where_the_update_is_left(owner: Owner) -> None:
    owner.begun()
    retitle(owner, "Which box was left?")
    begin_update(owner, ADDRESS)
    assert "Which box was left?" in owner.open("overview")
    seen = owner.seen
    assert [owner.press("leave", seen=seen).status_code for _ in range(2)] == [302, 302]
    page = owner.open("overview")
    assert ("Which box was left?" in page, "Where did we miss it?" in page) == (True, False)
    assert owner.browser.get(owner.url("update")).status_code == 409


def test_leaving_an_update_where_there_was_no_draft_leaves_none(owner: Owner) -> None:
    begin_update(owner, ADDRESS)
    owner.press("leave")
    assert "Start changing" in owner.open("overview")


@pytest.mark.parametrize("is_decided", ["decided", ""])
def test_a_still_newer_version_takes_along_what_was_decided_and_changed(owner: Owner, is_decided: str) -> None:
    ours_in_force(owner)
    begin_update(owner, BIN)
    if is_decided:
        decide(owner, "ours")
        owner.press("setting", {"value": "5"}, at="report_within_days")
    begin_update(owner, BIN, ADDRESS, version="1.3.0")
    if not is_decided:
        decide(owner, "ours")
    published(owner)
    layer, version = owner.layer(), owner.written().service.version
    assert (version, "Which box was left?" in layer, "report_within_days: '5'" in layer) == (
        "1.3.0",
        True,
        bool(is_decided),
    )


def test_the_same_update_again_changes_nothing(owner: Owner) -> None:
    ours_in_force(owner)
    begin_update(owner, BIN)
    decide(owner, "ours")
    seen = owner.seen
    begin_update(owner, BIN)
    assert owner.seen == seen
    with council_scope(owner.council.id):
        assert AuditEntry.objects.filter(action="update-begun").count() == 1


def test_files_of_another_service_or_of_no_newer_version_are_refused_and_change_nothing(
    owner: Owner, staff: Any
) -> None:
    with council_scope(owner.council.id):
        for files, refusal in [
            (missed_bin.files_of(), changes.UpdateIsNotNewer),
            (missed_bin.newer(version="1.0.9"), changes.UpdateIsNotNewer),
            (missed_bin.newer(("pattern: report-missed-bin", "pattern: another")), changes.UpdateIsOfAnother),
            ({"pattern.yaml": b"nothing"}, services.PatternDoesNotCheck),
        ]:
            with pytest.raises(refusal):
                changes.begin_update(owner.council, SLUG, files=files, by=staff, now=missed_bin.MONDAY)
    assert "Start changing" in owner.open("overview")


def test_what_will_be_different_is_shown_before_it_is_published(owner: Owner) -> None:
    begin_update(owner)
    assert "The same pages" in owner.open("different")
    owner.press("setting", {"value": "4"}, at="return_days")
    page = owner.open("different")
    assert re.findall(r'data-label="(?:Now|With the draft)">\s*(.*?)\s*<', page)[:2] == [
        "1 December 2026",
        "3 December 2026",
    ]
    assert owner.written().service.version == "1.1.0"


def test_what_is_different_is_not_guessed_while_something_would_not_work(owner: Owner) -> None:
    owner.begun()
    retitle(owner, "Which {{ nothing }}?")
    answer = owner.browser.get(owner.url("different"))
    assert (answer.status_code, "Mend first" in answer.content.decode()) == (409, True)


def test_our_own_words_that_cannot_stand_are_refused_beside_their_box(owner: Owner) -> None:
    layer = owner.layer_saying("changes: [{at: steps.kept.ask.kept_at, set: {max: '150'}}]")
    with council_scope(owner.council.id):
        services.set_layer(owner.council.id, slug=SLUG, layer=layer, actor=SYSTEM, now=missed_bin.MONDAY)
    begin_update(owner, ("max: 200", "max: 180"))
    at = "steps.kept.ask.kept_at.max"
    answer = decide(owner, "own", own="many", at=at)
    page = answer.content.decode()
    assert (answer.status_code, "There is a problem" in page) == (422, True)
    assert "1 thing to decide" in owner.open("update")
    assert decide(owner, "own", own="160", at=at).status_code == 302
    published(owner)
    assert "max: '160'" in owner.layer()


def test_an_update_over_a_service_that_was_changed_otherwise_is_not_published(owner: Owner, staff: Any) -> None:
    ours_in_force(owner)
    begin_update(owner, ADDRESS)
    with council_scope(owner.council.id):
        services.set_layer(owner.council.id, slug=SLUG, layer="", actor=SYSTEM, now=missed_bin.MONDAY)
        with pytest.raises(services.ServiceChangedMeanwhile):
            begin_update(owner, ADDRESS, version="1.4.0")
    assert owner.press("send").status_code == 302
    assert owner.press("publish").status_code == 409
    assert owner.written().service.version == "1.1.0"


def test_publishing_an_update_twice_is_as_good_as_once(owner: Owner) -> None:
    begin_update(owner, ADDRESS)
    seen = owner.seen
    owner.press("send", seen=seen)
    assert [owner.press("publish", seen=seen).status_code for _ in range(2)] == [302, 302]
    assert owner.open("history").count("<section>") == 2


class Broken(Exception):
    """The connection is lost."""


@contextlib.contextmanager
def broken_at(number: int) -> Iterator[None]:
    """Lose the connection at a statement, counted from 1."""
    done = 0

    def counted(execute: Any, *arguments: Any) -> Any:
        nonlocal done
        done += 1
        if done == number:
            raise Broken
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        yield


def test_publishing_an_update_is_whole_or_nothing_wherever_it_ends(owner: Owner, staff: Any) -> None:
    ours_in_force(owner)
    begin_update(owner, ADDRESS)
    owner.press("send")
    seen, before = owner.seen, owner.written()

    def publish() -> None:
        publishing.publish(owner.council, SLUG, seen=seen, note="", can_be_paid=False, by=staff, now=missed_bin.MONDAY)

    for number in range(1, 200):
        with council_scope(owner.council.id):
            try:
                with transaction.atomic(), broken_at(number):
                    publish()
            except Broken:
                assert (owner.written(), owner.seen) == (before, seen), f"at statement {number}"
            else:
                break
    assert number > 10, "it takes more statements than that"  # far fewer than it has
    after = owner.written()
    assert (after.service.version, "Which box was left?" in after.layer) == ("1.2.0", True)
    assert "Start changing" in owner.open("overview")
    assert owner.open("history").count("<section>") == 3


def test_of_two_changes_of_ours_that_meet_each_is_called_ours_and_the_first_can_be_kept(owner: Owner) -> None:
    ours_in_force(owner)
    begin_update(owner, BIN)
    two = Conflict("steps.bin.ask.day.hint", "joined", "Two became one.", theirs="First hint", ours="Second hint")
    with council_scope(owner.council.id):
        update = changes.get_update(owner.council, SLUG)
    assert conflict_page(update, two).sides == (
        ("Ours, the first", "First hint"), ("Ours, the second", "Second hint"),
    )  # fmt: skip
    assert decision_fields(two)[0].choices[0] == ("theirs", "Keep the first of ours")

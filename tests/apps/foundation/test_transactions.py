"""The transaction of an action."""

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from tests.support.cast import add_council

from commonwheel.apps.authorities.models import Council
from commonwheel.core.problems import Failure
from commonwheel.foundation.transactions import action, atomic


class Refused(Failure):
    """On purpose."""


@action
def refuse_after_writing() -> None:
    add_council("half-written", name="Half Written Council")
    message = "on purpose"
    raise Refused(message)


@action
def call_another_that_refuses(*, and_go_on: bool) -> int:
    try:
        refuse_after_writing()
    except Refused:
        if not and_go_on:
            raise
    return Council.objects.count()


@action
def look_whether_another_refuses() -> int:
    try:
        with atomic():
            refuse_after_writing()
    except Refused:
        pass
    return Council.objects.filter(slug="half-written").count()


@action
def outer() -> None:
    inner()


@action
def inner() -> None:
    Council.objects.count()


@pytest.mark.django_db(transaction=True)
def test_an_action_that_fails_leaves_nothing_behind() -> None:
    with pytest.raises(Refused):
        refuse_after_writing()
    with pytest.raises(Refused):
        call_another_that_refuses(and_go_on=False)
    assert not Council.objects.filter(slug="half-written").exists()


@pytest.mark.django_db(transaction=True)
def test_an_action_cannot_go_on_over_the_failure_of_one_it_called() -> None:
    with pytest.raises(TransactionManagementError):
        call_another_that_refuses(and_go_on=True)
    assert not Council.objects.filter(slug="half-written").exists()


@pytest.mark.django_db(transaction=True)
def test_an_action_may_see_whether_another_fails_by_calling_it_in_a_block_of_its_own() -> None:
    assert look_whether_another_refuses() == 0


@pytest.mark.django_db(transaction=True)
def test_an_action_within_an_action_asks_for_no_savepoint() -> None:
    with CaptureQueriesContext(connection) as asked:
        outer()
    assert not [one["sql"] for one in asked if "SAVEPOINT" in one["sql"]]

"""The day played where nothing of it stays: on SQLite in a copy, on PostgreSQL in a transaction that is rolled back."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as node_settings
from django.db import connection, transaction
from tests.support.cast import add_person
from tests.support.missed_bin import MONDAY, adopt, opener
from tests.support.reorganising import rows

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.services import api as services
from commonwheel.apps.services.models import Service
from commonwheel.core.reorganising.plan import Plan, plan_of_register
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.project.reorganising import playing

pytestmark = pytest.mark.django_db(transaction=True)


def plan() -> Plan:
    return plan_of_register(authorities.the_register(), on=dt.date(2027, 4, 1)).kept_to(["surrey"])


@contextmanager
def somebody_at_work(council: CouncilView) -> Iterator[None]:
    """Hold the rows of a council's services, as somebody does who changes them just now."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic(), council_scope(council.id):
                list(Service.objects.of(council.id).select_for_update().values_list("id"))
                held.set()
                done.wait(60)
        finally:
            connection.close()

    worker = threading.Thread(target=hold)
    worker.start()
    assert held.wait(60)
    try:
        yield
    finally:
        done.set()
        worker.join()


def test_nothing_of_it_stays_and_uploads_are_stored_as_before(surrey: dict[str, CouncilView]) -> None:
    opener(surrey["woking"], adopt(surrey["woking"]))()
    adopt(surrey["west-surrey"])
    before, uploads = {slug: rows(one) for slug, one in surrey.items()}, node_settings.UPLOADS_STORAGE
    played = playing.play(plan())
    assert {one["council"]: one["gone"] for one in played.done}["woking"] == {"west-surrey": 1}
    assert (played.before, played.after) == (1, 1)
    assert {slug: rows(one) for slug, one in surrey.items()} == before
    assert authorities.get_council("woking").succession is None
    assert node_settings.UPLOADS_STORAGE is uploads


def test_who_is_at_work_is_not_held_up_by_a_rehearsal(
    surrey: dict[str, CouncilView], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a copy nobody else is at work; in the database itself it gives way after a while, and says so."""
    monkeypatch.setattr(playing, "LONGEST_WAIT", "100ms")
    woking = surrey["woking"]
    ann = add_person("Ann Grant", council=woking, roles=("SERVICE_OWNER",))
    live = adopt(woking)
    with council_scope(woking.id):
        services.put_live(
            woking.id, slug=live.slug, signed_off_by=ann.id, must_be_welsh=False, actor=SYSTEM, now=MONDAY
        )
    adopt(surrey["west-surrey"])
    before = rows(surrey["woking"])
    if connection.vendor == "postgresql":
        with somebody_at_work(surrey["woking"]), pytest.raises(playing.PlayFailed, match="Somebody is at work"):
            playing.play(plan())
    else:
        assert playing.play(plan()).before == 0
    assert rows(surrey["woking"]) == before
    assert not list(Path(node_settings.DATA).glob("rehearsal-*"))


def test_what_the_steps_refuse_is_said(surrey: dict[str, CouncilView]) -> None:
    lonely = Plan(plan().on, {"nowhere": ("woking",)})
    with pytest.raises(playing.PlayFailed, match="Not on this node yet: nowhere"):
        playing.play(lonely)

"""The index says what the folder says, however often it is made and wherever it was stopped."""

import pytest
from django.db import connection
from tests.support.commons import NOW
from tests.support.library import US, Library, release_of

from commonwheel.apps.commons import api as commons
from commonwheel.apps.commons.actions import indexing
from commonwheel.apps.commons.models import Entry, EntryWords, Publisher, Release
from commonwheel.apps.commons.queries import entries

pytestmark = pytest.mark.django_db
BINS = f"{US}/report-missed-bin"
BINS_TAR = f"{BINS}/report-missed-bin-1.1.0.tar"


def everything() -> list[list[dict[str, object]]]:
    rows = [list(model._default_manager.order_by("pk").values()) for model in (Publisher, Entry, Release)]
    words = list(EntryWords.objects.order_by("pk").values("entry_id", "title", "guidance"))
    return [*rows, words]


def test_versions_stand_with_what_changed_from_the_one_before(stocked: Library) -> None:
    entry = entries.get_entry(US, "report-missed-bin")
    newer, older = entry.releases
    assert (newer.version, newer.weight) == ("1.2.0", "patch")
    assert any("Report a bin" in sentence for _weight, sentence, _why in newer.differences)
    assert newer.changelog == "- Some words are plainer."
    assert (older.version, older.weight, older.differences) == ("1.1.0", "", ())
    assert entry.line.title == "Report a bin"
    assert entry.line.needs == ("524",)


def test_made_again_or_anew_it_is_the_same(stocked: Library) -> None:
    before = everything()
    assert commons.index_commons() == 0
    assert commons.index_commons(anew=True) == 1
    assert everything() == before
    indexing.drop_publishers([US])
    assert everything() == [[], [], [], []]
    commons.index_commons()
    after = everything()
    assert [[{**row, "id": 0, "entry_id": 0} for row in rows] for rows in after] == [
        [{**row, "id": 0, "entry_id": 0} for row in rows] for rows in before
    ]


def test_ten_comes_after_nine(home: Library) -> None:
    home.put(*(release_of("report-missed-bin", version) for version in ("1.9.0", "1.10.0", "2.0.0")))
    commons.index_commons()
    assert [one.version for one in entries.get_entry(US, "report-missed-bin").releases] == ["2.0.0", "1.10.0", "1.9.0"]


def test_what_is_withdrawn_or_stopped_shows_with_its_reason_and_the_version_before_takes_its_place(
    stocked: Library,
) -> None:
    newest = BINS_TAR.replace("1.1.0", "1.2.0")
    stocked.set_state(newest, "withdrawn", "It names the wrong law.")
    commons.index_commons()
    entry = entries.get_entry(US, "report-missed-bin")
    assert (entry.line.version, entry.line.state) == ("1.1.0", "offered")
    withdrawn = entry.releases[0]
    assert (withdrawn.state, withdrawn.reason) == ("withdrawn", "It names the wrong law.")
    assert withdrawn.since == NOW.date()
    assert withdrawn.weight == "patch", "what was told of it stays"
    stocked.commons.quarantine(BINS_TAR, "Somebody stole a key.", now=NOW)
    commons.index_commons()
    entry = entries.get_entry(US, "report-missed-bin")
    assert (entry.line.state, entry.releases[1].reason) == ("withdrawn", "Somebody stole a key.")
    assert entry.releases[1].since == NOW.date()
    stocked.commons.quarantine(BINS_TAR, "", now=NOW)
    commons.index_commons()
    assert entries.get_entry(US, "report-missed-bin").line.state == "offered"


def test_a_process_that_dies_between_two_publishers_goes_on_where_it_was(
    stocked: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("lewes", "hove"):
        stocked.join(name)
        stocked.publish(f"{name}/bins/bins-1.0.0.tar", name.encode(), kind="pattern", version="1.0.0", title=name)
    store, stored = indexing.store_publisher, []

    def dies(facts: object) -> bool:
        if stored:
            raise KeyboardInterrupt
        stored.append(facts)
        return store(facts)  # type: ignore[arg-type]

    monkeypatch.setattr(indexing, "store_publisher", dies)
    with pytest.raises(KeyboardInterrupt):
        commons.index_commons()
    monkeypatch.undo()
    assert commons.index_commons() == 1
    assert Publisher.objects.count() == 3


def test_an_older_state_never_takes_the_place_of_a_newer(stocked: Library) -> None:
    from commonwheel.apps.commons.queries.indexing import plan_index

    Publisher.objects.update(digest="")
    stale = plan_index().changed[0]
    stocked.put(release_of("report-missed-bin", "1.3.0"))
    commons.index_commons()
    assert indexing.store_publisher(stale) is False
    assert entries.get_entry(US, "report-missed-bin").releases[0].version == "1.3.0"


def test_another_folder_leaves_nothing_of_the_one_before(stocked: Library, tmp_path, settings) -> None:
    from tests.support.library import library

    other = library(tmp_path / "other")
    settings.COMMONS_FOLDER = tmp_path / "other"
    other.put(release_of("moving-home"))
    Publisher.objects.update(number=0)
    commons.index_commons()
    assert list(Entry.objects.values_list("name", flat=True)) == ["moving-home"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM commons_release")
        assert cursor.fetchone() == (1,)


def test_the_sweep_looks_only_where_something_has_changed(stocked: Library) -> None:
    commons.sweep_index()
    assert commons.sweep_index() == 0
    stocked.put(release_of("moving-home"))
    assert commons.sweep_index() == 1
    assert commons.sweep_index() == 0

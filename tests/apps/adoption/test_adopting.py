"""A council takes a service from a shared library: checked, a draft at once, nothing lost and nothing twice."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.commons import NOW, House, Served, serving
from tests.support.patterns import pattern_files
from tests.support.shelves import MISSED_BIN, asks_for_collection_days, at_version, put, shelves

from commonwheel.apps.adoption import api as adoption
from commonwheel.apps.adoption.models import FetchedRelease
from commonwheel.apps.services import api as services
from commonwheel.core.packages.naming import facts_of, path_of, read_wanted
from commonwheel.core.packages.refusals import ReleaseRefused
from commonwheel.core.packages.release import make_release
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.trust.failures import CommonsUnavailable, ReleaseNotHandedOut, TrustRefused
from commonwheel.integrations.trust.port import Commons

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)
FILES = pattern_files("report-missed-bin")


@dataclass
class Shop:
    """A commons with one release, a server over it, and a node that follows it."""

    house: House
    served: Served
    folder: Path

    @property
    def commons(self) -> Commons:
        return self.served.node(self.folder, self.house.root)

    def refresh(self) -> None:
        adoption.refresh(adoption.get_followed("home"), self.commons, now=LATER)

    def fetch(self, wanted: str = MISSED_BIN) -> adoption.Fetched:
        return adoption.fetch(adoption.find_offer(read_wanted(wanted)), self.commons, now=LATER)


@pytest.fixture
def shop(tmp_path: Path, db: None) -> Iterator[Shop]:
    house = shelves(tmp_path / "commons")
    with serving(house.served) as served:
        made = Shop(house, served, tmp_path / "node")
        adoption.follow("home", address=served.address, root=house.root.decode(), now=NOW)
        made.refresh()
        yield made


def adopt(council: CouncilView, fetched: adoption.Fetched, **given: str) -> services.ServiceView:
    with council_scope(council.id):
        return adoption.adopt(council, fetched, given=given, actor=audit.SYSTEM, now=LATER)


def services_of(council: CouncilView) -> tuple[services.ServiceView, ...]:
    with council_scope(council.id):
        return services.list_services(council.id)


def test_a_council_has_a_draft_of_what_was_signed(shop: Shop, council_a: CouncilView, council_b: CouncilView) -> None:
    made = adopt(council_a, shop.fetch())
    assert (made.pattern_name, made.version, made.is_live) == (MISSED_BIN, "1.1.0", False)
    assert made.phone == council_a.phone
    with council_scope(council_a.id):
        assert services.get_written(council_a.id, made.slug).files == FILES
        (origin,) = adoption.list_origins(council_a.id)
    assert (origin.commons, origin.path) == (
        "home",
        "commonwheel-examples/report-missed-bin/report-missed-bin-1.1.0.tar",
    )
    assert origin.newer is None
    assert origin.now is not None
    assert services_of(council_b) == ()


def test_adopting_again_is_as_good_as_once(shop: Shop, council_a: CouncilView) -> None:
    first = adopt(council_a, shop.fetch(), report_within_days="4")
    assert adopt(council_a, shop.fetch(), report_within_days="4") == first
    assert len(services_of(council_a)) == 1
    assert FetchedRelease.objects.count() == 1


def test_a_service_that_is_there_otherwise_is_not_overwritten(shop: Shop, council_a: CouncilView) -> None:
    adopt(council_a, shop.fetch(), report_within_days="4")
    with pytest.raises(adoption.AdoptedOtherwise, match=r"has commonwheel-examples/report-missed-bin 1\.1\.0 already"):
        adopt(council_a, shop.fetch(), report_within_days="5")
    put(shop.house, at_version(FILES, "1.1.0", "1.1.1"), now=LATER)
    shop.refresh()
    with pytest.raises(adoption.AdoptedOtherwise, match=r"Take version 1\.1\.1 as an update"):
        adopt(council_a, shop.fetch())
    with council_scope(council_a.id):
        (origin,) = adoption.list_origins(council_a.id)
        assert "report_within_days: 4" in services.get_written(council_a.id, origin.service.slug).layer.replace("'", "")
    assert origin.newer is not None
    assert origin.newer.version == "1.1.1"


def test_settings_that_each_council_decides_are_asked_for(shop: Shop, council_a: CouncilView) -> None:
    put(shop.house, at_version(asks_for_collection_days(FILES), "1.1.0", "1.2.0"), now=LATER)
    shop.refresh()
    fetched = shop.fetch()
    assert [setting.id for setting in adoption.asked_of(fetched.release.bundle)] == ["collection_days"]
    with pytest.raises(adoption.SettingsNotGiven, match="collection_days"):
        adopt(council_a, fetched)
    assert services_of(council_a) == ()
    made = adopt(council_a, fetched, collection_days="We collect on Mondays.")
    with council_scope(council_a.id):
        assert services.get_effective(made.digest).settings["collection_days"] == "We collect on Mondays."


def test_agreeing_with_what_stands_there_is_a_decision(shop: Shop, council_a: CouncilView) -> None:
    files = asks_for_collection_days(FILES)
    put(shop.house, at_version(files, "1.1.0", "1.2.0"), now=LATER)
    shop.refresh()
    fetched = shop.fetch()
    (asked,) = adoption.asked_of(fetched.release.bundle)
    made = adopt(council_a, fetched, collection_days=str(asked.default))
    with council_scope(council_a.id):
        assert "collection_days" in services.get_written(council_a.id, made.slug).layer


@pytest.mark.parametrize(
    ("name", "value", "refused"),
    [("report_within_days", "many", adoption.SettingCannotBe), ("report_within_days", "900", adoption.SettingCannotBe), ("colour", "red", adoption.SettingUnknown)],
)  # fmt: skip
def test_a_setting_that_cannot_be_so_is_refused_and_nothing_is_adopted(
    shop: Shop, council_a: CouncilView, name: str, value: str, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        adopt(council_a, shop.fetch(), **{name: value})
    assert services_of(council_a) == ()


def test_another_version_is_adopted_where_it_is_asked_for(shop: Shop, council_a: CouncilView) -> None:
    put(shop.house, at_version(FILES, "1.1.0", "1.1.1"), now=LATER)
    shop.refresh()
    assert adopt(council_a, shop.fetch(f"{MISSED_BIN}@1.1.0")).version == "1.1.0"


def test_a_release_that_was_stopped_after_we_looked_is_not_adopted(shop: Shop) -> None:
    offer = adoption.find_offer(read_wanted(MISSED_BIN))
    shop.house.set_state(offer.path, "withdrawn", "It lost an answer.", now=LATER)
    with pytest.raises(ReleaseNotHandedOut, match="It lost an answer"):
        adoption.fetch(offer, shop.commons, now=LATER)


def test_changed_bytes_are_not_adopted(shop: Shop) -> None:
    shop.served.instead[".tar"] = make_release(at_version(FILES, "1.1.0", "1.1.9")).data
    with pytest.raises(TrustRefused):
        shop.fetch()
    shop.served.instead[".tar"] = "drop"
    with pytest.raises(CommonsUnavailable):
        shop.fetch()


def test_a_release_under_another_name_is_not_adopted(shop: Shop, council_a: CouncilView) -> None:
    """Its publisher signed it so, by mistake or not; a node believes what is in it."""
    other = make_release(pattern_files("garden-waste-subscription"))
    path = "commonwheel-examples/bins/bins-1.0.0.tar"
    shop.house.publish(path, other.data, now=LATER, **facts_of(other.manifest))
    shop.refresh()
    with pytest.raises(adoption.OtherThanPublished, match="holds commonwheel-examples/garden-waste-subscription"):
        shop.fetch("commonwheel-examples/bins")


def test_signed_bytes_that_are_no_release_are_not_adopted(shop: Shop) -> None:
    facts = facts_of(make_release(FILES).manifest)
    for number, data in enumerate((b"x", b"PK\x03\x04", make_release(FILES).data[:-512], b"\0" * 1_000_000)):
        path = f"commonwheel-examples/bins/bins-{number}.0.0.tar"
        shop.house.publish(path, data, now=LATER, **facts)
        shop.refresh()
        with pytest.raises(ReleaseRefused):
            shop.fetch(f"commonwheel-examples/bins@{number}.0.0")


def test_a_block_is_no_service(shop: Shop) -> None:
    folder = "blocks/commonwheel-examples/"
    files = pattern_files("garden-waste-subscription")
    name = next(path.removeprefix(folder).split("/")[0] for path in sorted(files) if path.startswith(folder))
    inner = f"{folder}{name}/"
    block = make_release({path.removeprefix(inner): data for path, data in files.items() if path.startswith(inner)})
    shop.house.publish(path_of(block.manifest), block.data, now=LATER, **facts_of(block.manifest))
    shop.refresh()
    assert [one.full_name for one in adoption.search_offers("", kind="block")] == [block.manifest.full_name]
    with pytest.raises(adoption.NotAService):
        shop.fetch(block.manifest.full_name)


def test_a_service_from_a_folder_has_no_library_and_still_learns_of_newer_versions(
    shop: Shop, council_a: CouncilView
) -> None:
    with council_scope(council_a.id):
        services.adopt(
            council_a.id, files=at_version(FILES, "1.1.0", "1.0.9"), phone="01632 960 001", actor=audit.SYSTEM, now=NOW
        )
        (origin,) = adoption.list_origins(council_a.id)
    assert (origin.commons, origin.now) == ("", None)
    assert origin.newer is not None
    assert origin.newer.version == "1.1.0"


def test_a_version_that_was_withdrawn_later_goes_on_and_its_council_is_told(shop: Shop, council_a: CouncilView) -> None:
    made = adopt(council_a, shop.fetch())
    path = adoption.find_offer(read_wanted(MISSED_BIN)).path
    shop.house.set_state(path, "withdrawn", "It lost an answer.", now=LATER)
    shop.refresh()
    with council_scope(council_a.id):
        (origin,) = adoption.list_origins(council_a.id)
    assert origin.now is not None
    assert (origin.now.state, origin.now.reason) == ("withdrawn", "It lost an answer.")
    assert services_of(council_a) == (made,)

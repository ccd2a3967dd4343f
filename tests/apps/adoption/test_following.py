"""A node follows shared libraries in an order, and looks up what they offer."""

import datetime as dt
from pathlib import Path

import pytest
from tests.support.commons import NOW, House, Served, serving
from tests.support.patterns import pattern_files
from tests.support.shelves import MISSED_BIN, at_version, put, shelves

from commonwheel.apps.adoption import api as adoption
from commonwheel.apps.adoption.models import OfferedRelease
from commonwheel.core.packages.naming import read_wanted
from commonwheel.integrations.trust.failures import CommonsUnavailable, TrustRefused
from commonwheel.integrations.trust.fake import MemoryCommons
from commonwheel.integrations.trust.port import SignedRelease

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


def follow(house: House, served: Served, folder: Path, *, name: str = "home") -> int:
    adoption.follow(name, address=served.address, root=house.root.decode(), now=NOW)
    return adoption.refresh(adoption.get_followed(name), served.node(folder, house.root, name=name), now=LATER)


def release(path: str, version: str = "1.0.0", **given: object) -> SignedRelease:
    facts = {
        "kind": "pattern",
        "version": version,
        "title": "Report a missed bin",
        "summary": "Tell us.",
        "needs": [524],
    }
    values = {"path": path, "length": 10, "sha256": "0" * 64, "facts": facts, **given}
    return SignedRelease(**values)  # type: ignore[arg-type]


def kept(*releases: SignedRelease, name: str = "home") -> None:
    adoption.follow(name, address=f"https://{name}.example", root="{}", now=NOW)
    adoption.keep_offers(name, releases, now=LATER)


def test_what_a_library_offers_is_found_by_its_words(tmp_path: Path) -> None:
    house = shelves(tmp_path / "commons", "report-missed-bin", "garden-waste-subscription")
    with serving(house.served) as served:
        assert follow(house, served, tmp_path / "node") == 2
    assert [one.full_name for one in adoption.search_offers("MISSED bin")] == [MISSED_BIN]
    assert len(adoption.search_offers("")) == 2
    assert adoption.search_offers("missed garden") == []
    (offer,) = adoption.list_offers(MISSED_BIN)
    assert (offer.commons, offer.state, offer.publisher) == ("home", "offered", "commonwheel-examples")


def test_asking_again_changes_only_what_has_changed(tmp_path: Path) -> None:
    house = shelves(tmp_path / "commons")
    with serving(house.served) as served:
        follow(house, served, tmp_path / "node")
        before = OfferedRelease.objects.get()
        put(house, at_version(pattern_files("report-missed-bin"), "1.1.0", "1.1.1"), now=LATER)
        house.set_state(before.path, "withdrawn", "It lost an answer.", now=LATER)
        assert follow(house, served, tmp_path / "node") == 2
    newest, oldest = adoption.list_offers(MISSED_BIN)
    assert (newest.version, newest.is_newest) == ("1.1.1", True)
    assert (oldest.state, oldest.reason, oldest.is_newest) == ("withdrawn", "It lost an answer.", False)
    assert OfferedRelease.objects.get(path=before.path).id == before.id


def test_a_library_that_is_down_changes_nothing_and_says_so(tmp_path: Path) -> None:
    house = shelves(tmp_path / "commons")
    with serving(house.served) as served:
        follow(house, served, tmp_path / "node")
    with pytest.raises(CommonsUnavailable):
        adoption.refresh(adoption.get_followed("home"), served.node(tmp_path / "node", house.root), now=LATER)
    followed = adoption.get_followed("home")
    assert followed.failed_at == LATER
    assert followed.failure
    assert adoption.find_offer(read_wanted(MISSED_BIN)).version == "1.1.0"


def test_a_library_that_lies_changes_nothing_and_says_so(tmp_path: Path) -> None:
    house = shelves(tmp_path / "commons")
    with serving(house.served) as served:
        follow(house, served, tmp_path / "node")
        served.instead["timestamp.json"] = b'{"signed": {}, "signatures": []}'
        with pytest.raises(TrustRefused):
            adoption.refresh(adoption.get_followed("home"), served.node(tmp_path / "node", house.root), now=LATER)
    assert "Tell those who run it" in adoption.get_followed("home").failure
    assert len(adoption.list_offers(MISSED_BIN)) == 1


def test_following_twice_is_as_good_as_once_and_another_address_is_refused() -> None:
    adoption.follow("home", address="https://a.example", root="{}", now=NOW)
    adoption.follow("home", address="https://a.example", root="{}", now=LATER)
    with pytest.raises(adoption.FollowedOtherwise, match="another address"):
        adoption.follow("home", address="https://b.example", root="{}", now=LATER)
    assert [one.address for one in adoption.list_followed()] == ["https://a.example"]


def test_libraries_are_asked_in_the_order_that_was_chosen() -> None:
    for name in ("first", "second", "third"):
        adoption.follow(name, address=f"https://{name}.example", root="{}", now=NOW)
    adoption.put_in_order(["third"])
    assert [one.name for one in adoption.list_followed()] == ["third", "first", "second"]
    with pytest.raises(adoption.CommonsNotFollowed):
        adoption.put_in_order(["second", "fourth"])
    assert [one.name for one in adoption.list_followed()] == ["third", "first", "second"]


def test_what_two_libraries_offer_comes_from_the_one_that_is_asked_first() -> None:
    kept(release("lewes/bins/bins-1.0.0.tar"), name="first")
    kept(release("lewes/bins/bins-1.0.0.tar"), release("lewes/bins/bins-1.1.0.tar"), name="second")
    assert [one.commons for one in adoption.search_offers("bin")] == ["first"]
    assert adoption.find_offer(read_wanted("lewes/bins")).version == "1.0.0"
    adoption.put_in_order(["second"])
    assert adoption.find_offer(read_wanted("lewes/bins")).version == "1.1.0"


def test_the_greatest_version_that_is_still_offered_is_the_newest() -> None:
    kept(
        release("lewes/bins/bins-1.9.0.tar"),
        release("lewes/bins/bins-1.10.0.tar"),
        release("lewes/bins/bins-2.0.0.tar", state="quarantined", reason="Stolen key."),
        release("lewes/bins/bins-3.0.0.tar", state="deprecated", reason="Use trees."),
    )
    assert adoption.find_offer(read_wanted("lewes/bins")).version == "1.10.0"
    with pytest.raises(adoption.NotOffered, match=r"quarantined: Stolen key\."):
        adoption.find_offer(read_wanted("lewes/bins@2.0.0"))
    assert adoption.find_offer(read_wanted("lewes/bins@3.0.0")).state == "deprecated"
    with pytest.raises(adoption.NotOffered, match=r"There are: 3\.0\.0, 1\.10\.0, 1\.9\.0\."):
        adoption.find_offer(read_wanted("lewes/bins@1.0.0"))


def test_where_all_is_stopped_the_reason_is_given() -> None:
    kept(release("lewes/bins/bins-1.0.0.tar", state="withdrawn", reason="It lost an answer."))
    with pytest.raises(adoption.NotOffered, match="are stopped: It lost an answer"):
        adoption.find_offer(read_wanted("lewes/bins"))
    assert adoption.search_offers("") == []


def test_what_nobody_offers_is_said_with_what_to_do() -> None:
    with pytest.raises(adoption.NothingFollowed, match="library follow"):
        adoption.find_offer(read_wanted("lewes/bins"))
    kept()
    with pytest.raises(adoption.NotOffered, match="library refresh"):
        adoption.find_offer(read_wanted("lewes/bins"))


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"kind": "connector"},
        {"kind": ["pattern"]},
        {"kind": "pattern", "title": 7, "needs": "all", "languages": [{}]},
    ],
)
def test_whatever_a_publisher_signed_as_facts_is_read_without_harm(facts: dict[str, object]) -> None:
    kept(release("lewes/bins/bins-1.0.0.tar", facts=facts), release("lewes/bins/other.whl"))
    assert [one.title for one in adoption.search_offers("")] == (["bins"] if facts.get("kind") == "pattern" else [])


def test_a_library_that_is_followed_no_longer_is_forgotten_with_what_it_offers() -> None:
    kept(release("lewes/bins/bins-1.0.0.tar"))
    adoption.unfollow("home")
    assert OfferedRelease.objects.count() == 0
    with pytest.raises(adoption.CommonsNotFollowed):
        adoption.unfollow("home")
    with pytest.raises(adoption.CommonsNotFollowed):
        adoption.keep_offers("home", [], now=LATER)


def test_many_names_are_read_page_by_page() -> None:
    kept(*(release(f"lewes/bins-{number:03}/bins-{number:03}-1.0.0.tar") for number in range(120)))
    first = adoption.search_offers("missed", limit=50)
    second = adoption.search_offers("missed", limit=50, after=first[-1].full_name)
    third = adoption.search_offers("missed", limit=50, after=second[-1].full_name)
    assert [len(page) for page in (first, second, third)] == [50, 50, 20]
    assert len({one.full_name for one in (*first, *second, *third)}) == 120


def test_a_commons_in_memory_is_asked_like_any_other() -> None:
    commons = MemoryCommons("home")
    commons.publish("lewes/bins/bins-1.0.0.tar", b"x", facts={"kind": "pattern", "title": "Bins"})
    adoption.follow("home", address="https://home.example", root="{}", now=NOW)
    assert adoption.refresh(adoption.get_followed("home"), commons, now=LATER) == 1

"""A file is fetched from the public web only, within limits of size and time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.commons import Served, serving

from commonwheel.integrations.public_web.connection import AddressRefused
from commonwheel.integrations.public_web.fetching import FileUnavailable, fetch

HERE = ["127.0.0.1"]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    (tmp_path / "publiccode.yml").write_bytes(b"name: Allotments\n")
    (tmp_path / "large").write_bytes(bytes(2_000))
    with serving(tmp_path) as served:
        yield served


def test_a_file_comes_as_it_is(site: Served) -> None:
    assert fetch(f"{site.address}/publiccode.yml", most=100, private_hosts=HERE) == b"name: Allotments\n"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "http://council.example/publiccode.yml", "https://user:word@council.example/", "https://[::1/",
        "https://council.example/a b", "gopher://council.example/", "publiccode.yml", "https://council.example:0/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused_before_anybody_is_asked(url: str) -> None:
    with pytest.raises(AddressRefused):
        fetch(url, most=100)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "169.254.169.254", "[::ffff:10.0.0.1]", "2130706433"])
def test_nothing_is_fetched_from_the_node_s_own_network(host: str, site: Served) -> None:
    with pytest.raises(AddressRefused, match="private network"):
        fetch(f"https://{host}:{site.port}/publiccode.yml", most=100)
    assert site.asked == []


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (404, "no such file"),
        (500, "no such file"),
        ("redirect", "leads elsewhere"),
        ("nonsense", "not HTTP"),
        ("silent", "within 1 seconds"),
        ("drip", "within 1 seconds"),
        ("endless", "larger than 100"),
    ],
)
def test_a_side_that_misbehaves_is_a_sentence(how: int | str, says: str, site: Served) -> None:
    site.instead["publiccode.yml"] = how
    with pytest.raises(FileUnavailable, match=says):
        fetch(f"{site.address}/publiccode.yml", most=100, private_hosts=HERE, seconds=1)


def test_a_large_file_is_not_taken(site: Served) -> None:
    with pytest.raises(FileUnavailable, match="larger than 1,000 bytes"):
        fetch(f"{site.address}/large", most=1_000, private_hosts=HERE)


def test_a_name_that_leads_nowhere_is_out_of_reach() -> None:
    with pytest.raises(FileUnavailable, match="could not be reached"):
        fetch("https://nowhere.invalid/publiccode.yml", most=100, seconds=5)

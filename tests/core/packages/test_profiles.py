"""What a publisher says of itself is short, plain and known by its kind."""

from typing import Any

import pytest

from commonwheel.core.packages.profile import read_profile
from commonwheel.core.packages.refusals import ReleaseRefused

WHOLE: dict[str, Any] = {
    "title": "Lewes District Council", "kind": "council", "web": "https://example.org/lewes", "contact": "01632 960 001",
    "offers": [{"what": "host", "says": "We host it for our neighbours."}],
    "stories": [{"service": "lewes/bins", "title": "Fewer calls", "says": "Calls went down by a third."}],
}  # fmt: skip


def test_what_a_publisher_says_is_read() -> None:
    found = read_profile(WHOLE)
    assert (found.title, found.kind, found.offers[0].what, found.stories[0].service) == (
        "Lewes District Council", "council", "host", "lewes/bins",
    )  # fmt: skip
    assert read_profile({"title": "Lewes", "kind": "council"}).offers == ()


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "king"}, {"title": ""}, {"title": "a\nb"}, {"web": "http://example.org"}, {"web": "javascript:alert(1)"},
        {"web": 'https://example.org/"onclick="x'}, {"format": 2}, {"password": "x"}, {"title": "x" * 201},
        {"offers": [{"what": "host", "says": "x" * 601}]}, {"offers": [{"what": "sing", "says": "x"}]},
        {"offers": [{"what": "host", "says": "x"}] * 51}, {"stories": [{"title": "x", "says": "x"}]},
    ],
)  # fmt: skip
def test_what_is_none_of_it_is_refused_with_its_place(change: dict[str, Any]) -> None:
    with pytest.raises(ReleaseRefused) as refused:
        read_profile({**WHOLE, **change})
    assert next(iter(change)) in refused.value.problems[0].found


@pytest.mark.parametrize("said", [None, [], "x", 3])
def test_what_is_no_profile_at_all_is_refused(said: Any) -> None:
    with pytest.raises(ReleaseRefused):
        read_profile(said)

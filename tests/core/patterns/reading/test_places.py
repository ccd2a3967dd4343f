"""Where addresses of a folder stand: worked out on demand, the later source first."""

from commonwheel.core.patterns.reading.addresses import places
from commonwheel.core.patterns.reading.places import Places
from commonwheel.core.patterns.reading.text import parse


def test_places_are_worked_out_when_they_are_asked_for_and_only_then() -> None:
    asked: list[str] = []
    known = Places()
    known.add(lambda: {"a": ("one.yaml", 1, 1)} if asked.append("one") is None else {})
    assert asked == []
    assert known["a"] == ("one.yaml", 1, 1)
    assert "b" not in known
    assert asked == ["one"]


def test_of_two_places_for_one_address_the_later_counts() -> None:
    known = Places()
    known.add(lambda: {"a": ("one.yaml", 1, 1), "b": ("one.yaml", 2, 1)})
    assert known["a"] == ("one.yaml", 1, 1)
    known.add(lambda: {"a": ("two.yaml", 5, 3)})
    assert dict(known) == {"a": ("two.yaml", 5, 3), "b": ("one.yaml", 2, 1)}
    assert len(known) == 2


def test_of_two_entries_with_one_id_the_later_counts() -> None:
    tree = parse(b"steps:\n  - id: a\n    title: A\n  - id: a\n    title: B\n", file="f.yaml")
    assert places(tree, file="f.yaml")["steps.a.title"] == ("f.yaml", 5, 12)


def test_an_empty_key_does_not_take_the_place_of_the_whole() -> None:
    tree = parse(b'a: 1\n"": 2\n', file="f.yaml")
    assert places(tree, file="f.yaml", mark="f.yaml#")["f.yaml#"] == ("f.yaml", 1, 1)

"""Where an address stands, when the address itself is not written down."""

from tests.support.pattern_text import bundle_of

from commonwheel.core.patterns.reading.addresses import walk
from commonwheel.core.patterns.reading.faults import node_at, point
from commonwheel.core.patterns.reading.structure import missing_blocks, place, repeated_names
from commonwheel.core.patterns.reading.text import Tree


def test_a_place_that_is_not_known_is_that_of_what_holds_it() -> None:
    places = {"steps.a": ("pattern.yaml", 4, 5), "": ("pattern.yaml", 1, 1)}
    assert place("steps.a.ask.b", places) == ("pattern.yaml", 4, 5)
    assert place("case.states.x", places) == ("pattern.yaml", 1, 1)
    assert place("x", {}) == ("pattern.yaml", 1, 1)


def test_a_tree_without_places_points_to_its_beginning() -> None:
    tree = Tree({"a": {"b": "c"}})
    assert point(tree, ("a", "b"), at_key=False) == (1, 1)
    assert node_at(tree, ("a", "x")) is None
    assert node_at(tree, ("a", "b")) == "c"


def test_a_whole_pattern_has_no_faults_of_structure() -> None:
    bundle = bundle_of()
    assert list(missing_blocks(bundle.pattern, {}, {})) == []
    assert list(repeated_names(bundle.pattern, {}, {})) == []


def test_every_key_of_a_pattern_has_an_address() -> None:
    spots = {spot.address: spot for spot in walk(bundle_of().pattern)}
    say = spots["steps.bin.ask.missed_on.check.not-future.say"]
    assert (say.owner_address, say.name) == ("steps.bin.ask.missed_on.check.not-future", "say")
    assert (say.key.text, say.key.layer, say.key.markdown) == (True, True, False)
    assert spots["data.keep.from"].value == "closed"
    assert spots["need.0.lgsl"].value == 524
    assert spots["steps.bin.when"].key.expression == "bool"

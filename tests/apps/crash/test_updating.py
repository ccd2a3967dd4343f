"""Killed while an update of a service is published: residents have the old one or the new one, whole."""

from tests.support.dying_updates import SLUG, TITLE
from tests.support.killed_nodes import Place, workshop

MOST_MOMENTS = 300
Seen = tuple[object, ...]


def seen_in(place: Place) -> Seen:
    """What residents have, whether a draft is under way, and what is written down of what was published."""
    service, drafts, kept, audited = place.rows(
        f"SELECT version, layer, digest FROM services_service WHERE slug = '{SLUG}'",  # our own name
        "SELECT COUNT(*) FROM changes_draft",
        "SELECT COUNT(*) FROM changes_publication",
        "SELECT COUNT(*) FROM foundation_auditentry WHERE action = 'change-published'",
    )
    return tuple(service[0]), drafts[0][0], kept[0][0], audited[0][0]


def test_an_update_is_published_whole_or_not_at_all_and_the_button_can_be_pressed_again(node_place: Place) -> None:
    with workshop(node_place) as shop:
        assert not shop.do("begin update")
        before, states = seen_in(node_place), []
        for moment in range(1, MOST_MOMENTS):
            died = shop.do("publish update", at=moment)
            states.append(seen_in(node_place))
            if not died:
                break
    after = states[-1]
    (version, layer, _digest), drafts, kept, audited = after
    assert (version, TITLE in layer, drafts) == ("1.2.0", True, 0)
    assert set(states) == {before, after}
    assert states.count(before) > 10, "it died before the commit, at each of its writes"
    assert states.count(after) > 1, "it died after the commit as well, and was sent again"
    assert audited == before[3] + 1
    assert kept > before[2]

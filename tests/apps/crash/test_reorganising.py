"""Killed while councils become another: each is as it was or done, whole, and the same command goes on."""

from tests.support.dying_reorganisation import ADDRESSES, NEW, OLD, REQUESTS
from tests.support.killed_nodes import Place, workshop

MOST_MOMENTS = 400
TABLES = ("cases_case", "cases_caseevent", "cases_caseclock", "messages_outboxmessage")
ALONG = ("authorities_agreement", "places_property", "handover_destination")
"""Of these the new council gets its own, and the old one keeps what it had."""
Seen = tuple[tuple[str, str, int], ...]


def seen_in(place: Place) -> tuple[Seen, tuple[str, ...]]:
    """Return how many rows each council has of each table, and which councils are followed."""
    counted = [
        f"SELECT '{table}', c.slug, COUNT(*) FROM {table} JOIN authorities_council c ON c.id = council_id GROUP BY c.slug"
        for table in (*TABLES, *ALONG)
    ]
    followed = "SELECT slug FROM authorities_council WHERE CAST(succession AS TEXT) LIKE '%cumberland%' ORDER BY slug"
    *rows, ended = place.rows(*counted, followed)
    return tuple(sorted(tuple(row) for each in rows for row in each)), tuple(slug for (slug,) in ended)


def at(seen: Seen, slug: str, table: str = "cases_case") -> int:
    return sum(number for name, council, number in seen if (name, council) == (table, slug))


def along(ended: int) -> dict[str, int]:
    """Return what the new council has when so many have ended: one agreement, one place of work that all had alike."""
    return {
        "authorities_agreement": min(ended, 1),
        "places_property": ADDRESSES * ended,
        "handover_destination": min(ended, 1),
    }


def test_each_council_is_done_whole_or_not_at_all_and_the_command_goes_on(node_place: Place) -> None:
    with workshop(node_place) as shop:
        assert not shop.do("prepare reorganisation")
        before, states = seen_in(node_place), []
        for moment in range(1, MOST_MOMENTS):
            died = shop.do("reorganise", at=moment)
            states.append(seen_in(node_place))
            if not died:
                break
    assert at(before[0], OLD[0]) == at(before[0], OLD[1]) == REQUESTS
    done = list(dict.fromkeys(states))
    assert [ended for _, ended in done] == [(), OLD[:1], OLD], "nothing between not begun, the first done, both done"
    for seen, ended in done:
        assert {slug: at(seen, slug) for slug in OLD} == {slug: 0 if slug in ended else REQUESTS for slug in OLD}
        assert at(seen, NEW) == REQUESTS * len(ended)
        for table in TABLES:
            rows = sum(at(seen, slug, table) for slug in (*OLD, NEW))
            told = at(seen, NEW) if table == "cases_caseevent" else 0
            assert rows == sum(at(before[0], slug, table) for slug in OLD) + told
        assert {table: at(seen, NEW, table) for table in ALONG} == along(len(ended))
        assert all(at(seen, slug, table) == at(before[0], slug, table) for slug in OLD for table in ALONG)
    assert all(states.count(each) > 1 for each in done)

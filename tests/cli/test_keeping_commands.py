"""`commonwheel keeping`: a request is held, released, listed and removed from the command line."""

import datetime as dt

from tests.apps.cases.test_working import move
from tests.cli.test_node_commands import as_json, call
from tests.support.cast import Person
from tests.support.missed_bin import adopt, opener

from commonwheel.apps.cases.actions.keeping import tidy_cases
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

YEARS_LATER = dt.datetime(2030, 1, 1, 12, 0, tzinfo=dt.UTC)


def test_what_is_kept_long_enough_is_listed_held_released_and_removed(council_a: CouncilView, ben: Person) -> None:
    opened = opener(council_a, adopt(council_a, ("then: delete", "then: review")))()
    move(ben, opened.id, "withdrawn")
    assert as_json("keeping", "list", "harbourside") == []
    assert "none is held" in call("keeping", "list", "harbourside").stdout
    with council_scope(council_a.id):
        tidy_cases(council_a.id, now=YEARS_LATER)
    (listed,) = as_json("keeping", "list", "harbourside")
    assert (listed["reference"], listed["state"], listed["since"]) == (opened.reference, "to-decide", "2030-01-01")
    assert as_json("keeping", "hold", "harbourside", opened.reference, "--because", "A complaint")["is_held"]
    assert "held since" in call("keeping", "list", "harbourside").stdout
    refused = call("keeping", "remove", "harbourside", opened.reference)
    assert (refused.exit_code, "it is held" in refused.stderr) == (1, True)
    assert not as_json("keeping", "release", "harbourside", opened.reference)["is_held"]
    assert as_json("keeping", "remove", "harbourside", opened.reference)["is_removed"]
    gone = call("keeping", "hold", "harbourside", opened.reference, "--because", "A complaint")
    assert (gone.exit_code, "no such request" in gone.stderr) == (1, True)

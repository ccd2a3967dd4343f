"""`commonwheel council`, `staff` and `service`: a council's own live service from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from PIL import Image
from tests.support import missed_bin
from tests.support.cast import Person, add_person

from commonwheel.apps.authorities import api as authorities
from commonwheel.cli.main import commonwheel
from commonwheel.core.packages.release import make_release
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

MISSED_BIN = Path(__file__).parents[2] / "patterns" / "report-missed-bin"
LAYER = "language: 1\nlayer: harbourside\npattern: commonwheel-examples/report-missed-bin\nsettings:\n  {line}\n"


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(commonwheel, [str(word) for word in words], catch_exceptions=False)


def as_json(*words: str | Path) -> Any:
    result = call(*words, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def adopt() -> Any:
    return as_json("service", "adopt", "harbourside", MISSED_BIN, "--phone", "01632 960 002")


def layer(folder: Path, line: str) -> Path:
    path = folder / "layer.yaml"
    path.write_text(LAYER.format(line=line))
    return path


def test_a_council_is_added_listed_closed_and_opened(db: None, client: Client) -> None:
    added = as_json("council", "add", "testshire", "--name", "Testshire", "--tier", "county", "--language", "en")
    assert (added["slug"], added["is_open"], added["has_logo"]) == ("testshire", True, False)
    assert [one["slug"] for one in as_json("council", "list")] == ["testshire"]
    assert as_json("council", "close", "testshire")["is_open"] is False
    assert client.get("/testshire/").status_code != 200
    assert "open to residents" in call("council", "open", "testshire").stdout
    testshire = authorities.get_council("testshire").id
    with council_scope(testshire):
        trail = AuditEntry.objects.filter(council_id=testshire).order_by("id").values_list("actor_kind", "action")
        assert list(trail) == [("SYSTEM", "council-added"), ("SYSTEM", "council-closed"), ("SYSTEM", "council-opened")]


def test_a_logo_is_set_and_removed(council_a: CouncilView, tmp_path: Path) -> None:
    picture = tmp_path / "logo.png"
    Image.new("RGB", (4, 4), "green").save(picture)
    assert as_json("council", "logo", "harbourside", picture)["has_logo"]
    assert not as_json("council", "logo", "harbourside", "--remove")["has_logo"]
    assert call("council", "logo", "harbourside").exit_code == 2
    picture.write_bytes(b"<svg/>")
    refused = call("council", "logo", "harbourside", picture)
    assert (refused.exit_code, "PNG, JPEG" in refused.stderr) == (1, True)


def test_the_first_administrator_is_invited_and_gets_in(council_a: CouncilView, client: Client) -> None:
    made = as_json(
        "staff", "invite", "harbourside", "ann@harbourside.example", "--name", "Ann", "--role", "administrator"
    )
    path = made["link"].partition("/staff/")[2]
    assert client.get(f"/staff/{path}").status_code == 200
    password = "a long and unlikely sentence 7"
    client.post(f"/staff/{path}", {"password": password, "again": password, "password1": password})
    (ann,) = as_json("staff", "list", "harbourside")
    assert (ann["email"], ann["roles"]) == ("ann@harbourside.example", ["administrator"])
    assert as_json("staff", "end", "harbourside", "ann@harbourside.example")["ended"]
    assert not as_json("staff", "end", "harbourside", "ann@harbourside.example")["ended"]
    assert call("staff", "list", "harbourside").stdout == "Nobody works for this council yet.\n"


def test_an_address_that_is_none_is_called_wrongly(council_a: CouncilView) -> None:
    result = call("staff", "invite", "harbourside", "ann", "--name", "Ann", "--role", "officer")
    assert (result.exit_code, "is not an email address" in result.stderr) == (2, True)


def test_a_service_is_adopted_changed_put_live_and_taken_down(dev: Person, client: Client, tmp_path: Path) -> None:
    plain = adopt()
    assert not plain["is_live"]
    changed = as_json("service", "set-layer", "harbourside", plain["slug"], layer(tmp_path, "report_within_days: 5"))
    assert changed["digest"] != plain["digest"]
    live = as_json("service", "put-live", "harbourside", plain["slug"], "--signed-off-by", dev.email.upper())
    assert live["is_live"]
    assert client.get("/harbourside/report-missed-bin/").status_code == 200
    assert "live" in call("service", "list", "harbourside").stdout
    assert not as_json("service", "take-down", "harbourside", plain["slug"])["is_live"]


def test_a_live_service_cannot_be_given_settings_that_stop_everybody(dev: Person, tmp_path: Path) -> None:
    slug = adopt()["slug"]
    as_json("service", "put-live", "harbourside", slug, "--signed-off-by", dev.email)
    refused = call("service", "set-layer", "harbourside", slug, layer(tmp_path, "containers: [{value: x, label: X}]"))
    assert refused.exit_code == 1
    assert "none of the example requests" in refused.stderr


def test_a_layer_that_does_not_fit_is_refused_with_its_line(council_a: CouncilView, tmp_path: Path) -> None:
    slug = adopt()["slug"]
    refused = call("service", "set-layer", "harbourside", slug, layer(tmp_path, "report_within_days: 99"))
    assert refused.exit_code == 1
    assert "layer.yaml:5:" in refused.stderr
    assert "Nothing was changed" in refused.stderr


def test_an_update_is_taken_from_a_folder_or_a_release_into_a_draft(council_a: CouncilView, tmp_path: Path) -> None:
    slug = adopt()["slug"]
    owner = add_person("Sol Owner", council=council_a, roles=("SERVICE_OWNER",))
    for path, data in missed_bin.newer().items():
        (tmp_path / "new" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "new" / path).write_bytes(data)
    update = ("service", "update", "harbourside", slug)
    made = as_json(*update, tmp_path / "new", "--by", owner.email)
    assert made == {"slug": slug, "from": "1.1.0", "to": "1.2.0", "kept": 0, "open": []}
    (tmp_path / "new.tar").write_bytes(make_release(missed_bin.newer()).data)
    again = call(*update, tmp_path / "new.tar", "--by", owner.email)
    assert (again.exit_code, "takes version 1.2.0" in again.stdout) == (0, True)
    (listed,) = as_json("service", "list", "harbourside")
    assert listed["version"] == "1.1.0", "residents have what they had"


def test_an_update_that_is_none_or_that_nobody_may_take_is_refused(council_a: CouncilView, tmp_path: Path) -> None:
    slug = adopt()["slug"]
    owner = add_person("Sol Owner", council=council_a, roles=("SERVICE_OWNER",))
    officer = add_person("Cy Officer", council=council_a, roles=("OFFICER",))
    (tmp_path / "broken.tar").write_bytes(b"nothing")
    update = ("service", "update", "harbourside", slug)
    assert call(*update, missed_bin.FOLDER, "--by", officer.email).exit_code == 2
    refused = call(*update, missed_bin.FOLDER, "--by", owner.email)
    assert (refused.exit_code, "is there already" in refused.stderr) == (1, True)
    assert call(*update, tmp_path / "broken.tar", "--by", owner.email).exit_code == 1
    assert call(*update, tmp_path / "nowhere", "--by", owner.email).exit_code == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("service", "list", "nowhere"), 2),
        (("service", "take-down", "harbourside", "nothing"), 1),
        (("service", "put-live", "harbourside", "nothing", "--signed-off-by", "nobody@example.org"), 2),
        (("council", "add", "Nope!", "--name", "X", "--tier", "county"), 1),
    ],
)
def test_what_is_not_there_ends_with_a_sentence(council_a: CouncilView, words: tuple[str, ...], code: int) -> None:
    result = call(*words)
    assert result.exit_code == code
    assert result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_that_is_no_pattern_is_refused(council_a: CouncilView, tmp_path: Path) -> None:
    (tmp_path / "pattern.yaml").write_text("language: 1\n")
    refused = call("service", "adopt", "harbourside", tmp_path, "--phone", "1")
    assert refused.exit_code == 1
    assert "pattern.yaml" in refused.stderr


def test_nobody_is_on_a_node_without_councils(db: None) -> None:
    assert call("council", "list").stdout == "There is no council on this node yet.\n"
    assert authorities.list_councils() == []


def test_who_signs_off_is_said_from_the_command_line_and_asked_before_a_service_is_live(
    council_a: CouncilView, dev: Person
) -> None:
    slug = adopt()["slug"]
    officer = add_person("Dee Pio", council=council_a, roles=("OFFICER",))
    rules = as_json("service", "sign-offs", "harbourside", "data", "--who", officer.email)
    assert [one["part"] for one in rules if one["asked"]] == ["owner", "data"]
    assert officer.email in call("service", "sign-offs", "harbourside").stdout
    refused = call("service", "put-live", "harbourside", slug, "--signed-off-by", dev.email)
    assert (refused.exit_code, "data protection" in refused.stderr) == (1, True)
    assert call("service", "sign-offs", "harbourside", "data", "--who", "nobody@nowhere.example").exit_code == 1
    as_json("service", "sign-offs", "harbourside", "data", "--no-ask")
    assert as_json("service", "put-live", "harbourside", slug, "--signed-off-by", dev.email)["is_live"]


def test_an_example_of_the_council_s_own_is_kept_from_a_file(council_a: CouncilView, tmp_path: Path) -> None:
    slug = adopt()["slug"]
    (tmp_path / "ours.yaml").write_text(missed_bin.own_example())
    add = ("service", "add-example", "harbourside", slug, tmp_path / "ours.yaml")
    assert as_json(*add) == {"name": "ours"}
    (tmp_path / "ours.yaml").write_text(missed_bin.own_example(due_on="2026-11-30"))
    refused = call(*add)
    assert (refused.exit_code, "the day it is due" in refused.stderr) == (1, True)

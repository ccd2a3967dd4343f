"""A council takes everything with it: all that is its own, nothing of another council, no secret."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.apps import apps
from django.conf import settings
from tests.support.missed_bin import adopt, opener

from commonwheel.cli.main import commonwheel
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import CouncilOwned
from commonwheel.foundation.scope import council_scope
from commonwheel.project import giving_back


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(commonwheel, list(map(str, words)), catch_exceptions=False)


def rows(folder: Path, table: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "tables" / f"{table}.jsonl").read_text().splitlines()]


@pytest.fixture
def busy(council_a: CouncilView, council_b: CouncilView) -> str:
    """Two councils with a request each, and a secret; return the reference at the first."""
    references = [opener(council, adopt(council))().reference for council in (council_a, council_b)]
    call(
        "handover", "set", council_a.slug, "report-missed-bin", "--to", "webhook", "--system", "Depot",
        "--url", "https://depot.example/take",
    )  # fmt: skip
    call("handover", "token", council_a.slug, "report-missed-bin")
    return references[0]


def test_all_of_a_council_is_there_and_nothing_of_another(
    busy: str, council_a: CouncilView, council_b: CouncilView, tmp_path: Path
) -> None:
    folder = tmp_path / "back"
    said = json.loads(call("council", "give-back", council_a.slug, "--to", folder, "--json").stdout)
    assert said["rows"]["cases.Case"] == 1
    (case,) = rows(folder, "cases.case")
    assert case["fields"]["reference"] == busy
    assert "refuse" in json.dumps(case["fields"]["answers"])
    assert rows(folder, "cases.caseevent")
    assert rows(folder, "foundation.auditentry")
    assert (folder / "services/report-missed-bin/pattern.yaml").exists()
    assert (folder / "effective" / f"{case['fields']['effective']}.json").exists()
    assert json.loads((folder / "council.json").read_text())["slug"] == council_a.slug
    whole = "".join(path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file())
    assert str(council_b.id) not in whole
    assert council_b.slug not in whole


def test_no_secret_is_given_back(busy: str, council_a: CouncilView, tmp_path: Path) -> None:
    call("council", "give-back", council_a.slug, "--to", tmp_path / "back")
    whole = "".join(path.read_text(errors="replace") for path in (tmp_path / "back").rglob("*") if path.is_file())
    assert "whsec_" not in whole
    assert "fernet:" not in whole
    assert '"password"' not in whole


def test_every_field_that_sounds_like_a_secret_stays_behind() -> None:
    sounds = re.compile(r"(secret|token|password|key_sealed|hash(es)?)$|^sealed")
    fields = {
        one.name for model in apps.get_models() if issubclass(model, CouncilOwned) for one in model._meta.concrete_fields
    }  # fmt: skip
    assert {name for name in fields if sounds.search(name)} <= giving_back.SECRET_FIELDS


def test_every_table_of_councils_is_given_back_unless_it_is_named() -> None:
    owned = {model._meta.label for model in apps.get_models() if issubclass(model, CouncilOwned)}
    assert {model._meta.label for model in giving_back.tables()} == owned - giving_back.LEFT_OUT
    assert owned > giving_back.LEFT_OUT


def test_uploaded_files_come_as_they_were_sent_and_a_missing_one_is_named(
    council_a: CouncilView, tmp_path: Path
) -> None:
    from io import BytesIO

    from django.utils import timezone

    Upload = apps.get_model("files.Upload")  # noqa: N806
    kept = settings.UPLOADS_STORAGE.keep(str(council_a.id), BytesIO(b"a picture"))
    with council_scope(council_a.id):
        for stored, sha256 in ((kept.name, kept.sha256), (f"{council_a.id}/ab/cd/{'ab' * 32}", "ab" * 32)):
            Upload.objects.create(
                council_id=council_a.id, journey=council_a.id, question="photo", name="a.png", kind="png", size=9,
                sha256=sha256, stored=stored, verdict="CLEAN", uploaded_at=timezone.now(),
            )  # fmt: skip
    done = call("council", "give-back", council_a.slug, "--to", tmp_path / "back")
    assert done.exit_code == 1
    assert "abab" in done.stderr
    assert (tmp_path / "back" / "uploads" / kept.sha256).read_bytes() == b"a picture"


def test_nothing_is_written_over_a_folder_and_nothing_is_left_behind(
    busy: str, council_a: CouncilView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "is there already" in call("council", "give-back", council_a.slug, "--to", tmp_path).stderr

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    done = call("council", "give-back", council_a.slug, "--to", tmp_path / "in" / "back")
    assert done.exit_code == 1
    assert "no space left on device" in done.stderr
    assert list((tmp_path / "in").iterdir()) == []

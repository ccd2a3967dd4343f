"""What an officer is asked who moves a request: addresses, files and groups, on one page without JavaScript."""

import datetime as dt
import io
import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.support.cast import Person, add_person, sign_in
from tests.support.missed_bin import MONDAY, opener, staff_of
from tests.support.resident import Resident
from tests.support.services import service_files

from commonwheel.apps.cases import api as cases
from commonwheel.apps.cases.actions import keeping, working
from commonwheel.apps.cases.models import Case, CaseEvent
from commonwheel.apps.files.models import Upload
from commonwheel.apps.places import api as places
from commonwheel.apps.services import api as services
from commonwheel.core.places.properties import Property, Reading
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.antivirus.fake import TEST_SIGNATURE, AwayAntivirus, FakeAntivirus

POSTCODE = "BN1 1AA"
STEPS = """\
  - id: one
    title: Who are you?
    ask:
      - {id: full_name, type: name, label: Name}
"""
ASK = b"""\
    - id: done
      label: Done
      final: done
      reason: optional
      ask:
        - {id: left_at, type: address, label: Where was it left, hint: Of the property}
        - {id: proof, type: file, label: Photographs, accept: [jpg, pdf], max: 2, max_mb: 1}
        - id: parts
          type: group
          label: Parts used
          entry: Part
          max: 2
          ask:
            - {id: part, type: text, label: What was it}
            - {id: why, type: text, label: Which box, when: part == 'box'}
            - {id: depot, type: address, label: Where did it come from, optional: true}
    - {id: paused, label: Paused, next: [done], ask: [{id: memo, type: file, label: Memo, accept: [jpg]}]}
"""
ONE_PART = {"parts-entries": "1", "parts-1-part": "Lid"}


@pytest.fixture
def service(council_a: CouncilView) -> services.ServiceView:
    """Return council A's service, whose officers are asked much; its register knows three addresses."""
    files = service_files(STEPS)
    text = files["pattern.yaml"].replace(b"    - {id: done, label: Done, final: done}\n", ASK)
    files["pattern.yaml"] = text.replace(b"next: [done]\n", b"next: [done, paused]\n", 1)
    found = tuple(
        Property(str(n), f"{n} Invented Lane", POSTCODE, "", None, None, None, None, "RD04", is_current=True)
        for n in (1, 2, 3)
    )
    places.load_gazetteer(council_a.id, reading=Reading(found, (), len(found)), actor=SYSTEM, now=MONDAY)
    with council_scope(council_a.id):
        return services.adopt(council_a.id, files=files, phone="01632 960 000", actor=SYSTEM, now=MONDAY)


@pytest.fixture
def opened(council_a: CouncilView, service: services.ServiceView) -> cases.OpenedCase:
    """Return a request of it."""
    return opener(council_a, service, base={"full_name": "Amina Yusuf"})()


@pytest.fixture
def page(opened: cases.OpenedCase, ben_client: Client) -> Resident:
    """Return Ben's browser at the page that moves the request to its end."""
    return Resident(ben_client, "").get(address(opened.id))


def address(case_id: uuid.UUID, state: str = "done") -> str:
    return f"/staff/harbourside/requests/{case_id}/move/{state}/"


def jpg(name: str = "bin.jpg", colour: str = "green") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue())


def send(page: Resident, **data: Any) -> Resident:
    """Send the page as it stands, with what else is typed."""
    hidden = {"-version": page.hidden("-version"), "-seen": page.hidden("-seen")}
    return page.answer(**hidden, **ONE_PART, **data)


def events(council: CouncilView, case_id: uuid.UUID) -> list[CaseEvent]:
    with council_scope(council.id):
        return list(CaseEvent.objects.filter(council_id=council.id, case_id=case_id, kind="MOVED"))


def kept(council: CouncilView) -> dict[str, str]:
    with council_scope(council.id):
        return dict(Upload.objects.filter(council_id=council.id).values_list("question", "name"))


def state_of(council: CouncilView, case_id: uuid.UUID) -> str:
    with council_scope(council.id):
        return str(Case.objects.of(council.id).get(id=case_id).state)


def test_an_officer_answers_all_of_it_and_the_request_shows_it(
    page: Resident, opened: cases.OpenedCase, council_a: CouncilView, ben: Person
) -> None:
    send(page, left_at__postcode=POSTCODE, do="find.left_at")
    assert page.status == 200
    assert page.errors == []
    assert "3 addresses found" in re.findall("<title>(.*?)</title>", page.text)[0]
    assert "2 Invented Lane" in page.text
    chosen = {"left_at-postcode": POSTCODE, "left_at-uprn": "2"}
    send(page, **chosen, proof=jpg(), do="upload.proof")
    assert "bin.jpg" in page.text
    assert re.search(r'<option value="2" selected', page.text)
    send(page, **chosen)
    assert "The request was moved on." in page.text
    for words in ("2 Invented Lane", "What was it Lid", "bin.jpg"):
        assert words in " ".join(page.text.split()), words
    (moved,) = events(council_a, opened.id)
    assert moved.decision["left_at"]["uprn"] == "2"
    assert moved.decision["proof"][0]["name"] == "bin.jpg"
    assert moved.decision["parts"] == [{"part": "Lid"}]
    assert list(kept(council_a)) == [f"{moved.number}.proof"]


def test_a_page_with_mistakes_says_each_and_keeps_what_was_typed(page: Resident, council_a: CouncilView) -> None:
    page.answer(
        **{"-version": "1", "-seen": page.hidden("-seen"), "parts-entries": "1", "parts-1-part": "", "-reason": "So"}
    )
    assert page.status == 422
    assert page.errors == [
        "Find the address for “Where was it left”, or enter it yourself",
        "Upload a file for “Photographs”",
        "Add at least one answer to “Parts used”",
    ]
    assert "So</textarea>" in page.text
    send(page, left_at__postcode="nonsense", do="find.left_at")
    assert "postcode" in page.errors[0]
    assert 'value="Lid"' in page.text
    for target in re.findall(r'<a href="#([^"]+)"', page.text):
        assert f'id="{target}"' in page.text, target


def test_entries_are_added_and_taken_away_without_losing_anything(page: Resident) -> None:
    send(page, do="add.parts", **{"left_at-postcode": "BN1"})
    assert page.errors == []
    assert "Part 2" in page.text
    assert "add.parts" not in page.text
    assert 'value="BN1"' in page.text
    two = {"-seen": page.hidden("-seen"), "parts-entries": "2", "parts-1-part": "Lid", "parts-2-part": "Bolt"}
    page.answer(**two, do="find.parts-2-depot", **{"parts-2-depot-postcode": POSTCODE})
    assert "3 Invented Lane" in page.text
    page.answer(**two, do="without.parts.1")
    assert "Part 2" not in page.text
    assert 'value="Bolt"' in page.text
    assert 'value="Lid"' not in page.text


def test_what_is_asked_only_now_is_asked_before_it_is_missed(
    page: Resident, opened: cases.OpenedCase, council_a: CouncilView
) -> None:
    send(page, proof=jpg(), do="upload.proof")
    seen = page.hidden("-seen")
    rest = {"-version": "1", "left_at-postcode": POSTCODE, "left_at-uprn": "1", "parts-entries": "1"}
    page.answer(**rest, **{"-seen": seen, "parts-1-part": "box"})
    assert page.status == 200
    assert "Which box" in page.text
    assert page.errors == []
    page.answer(**rest, **{"-seen": page.hidden("-seen"), "parts-1-part": "box"})
    assert page.errors == ["Enter an answer to “Which box”"]
    assert state_of(council_a, opened.id) == "received"


@pytest.mark.parametrize(
    "button", ["remove.proof.nothing", "find.nobody", "add.x", "without.parts.9", "again.proof", "²"]
)
def test_a_button_that_does_not_exist_moves_nothing(
    page: Resident, button: str, opened: cases.OpenedCase, council_a: CouncilView
) -> None:
    assert send(page, do=button).status in {200, 422}
    assert state_of(council_a, opened.id) == "received"


def test_files_are_scanned_and_held_to_their_kind(
    page: Resident, council_a: CouncilView, settings: pytest.FixtureRequest
) -> None:
    assert "is not a kind of file" in send(page, proof=SimpleUploadedFile("a.exe", b"MZ\x90\x00")).errors[1]
    settings.ANTIVIRUS = FakeAntivirus()
    virus = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n" + TEST_SIGNATURE + b"\nstartxref\n%%EOF")
    assert "contains a virus" in send(page, proof=virus).errors[1]
    settings.ANTIVIRUS = AwayAntivirus()
    assert "cannot check files for viruses" in send(page, proof=jpg(), do="upload.proof").errors[0]
    assert kept(council_a) == {}


def test_a_file_that_was_given_can_be_taken_away_and_twice_is_once(page: Resident, council_a: CouncilView) -> None:
    send(page, proof=[jpg(), jpg()], do="upload.proof")
    assert len(kept(council_a)) == 1
    with council_scope(council_a.id):
        upload = Upload.objects.get(council_id=council_a.id)
    send(page, do=f"remove.proof.{upload.id}")
    assert kept(council_a) == {}


def test_files_of_a_move_that_was_not_made_go_once_another_is(
    page: Resident, opened: cases.OpenedCase, council_a: CouncilView
) -> None:
    send(page, proof=jpg("left.jpg"), do="upload.proof")
    page.get(address(opened.id, "paused"))
    assert "left.jpg" not in page.text
    send(page, memo=jpg("memo.jpg"))
    (moved,) = events(council_a, opened.id)
    assert kept(council_a) == {f"{moved.number}.memo": "memo.jpg"}
    page.get(address(opened.id))
    assert "left.jpg" not in page.text


def test_two_officers_who_prepare_one_move_do_not_share_files(
    page: Resident, opened: cases.OpenedCase, council_a: CouncilView
) -> None:
    send(page, proof=jpg("ben.jpg"), do="upload.proof")
    other = Resident(sign_in(Client(), add_person("Ann Okoro", council=council_a, roles=("OFFICER",))), "")
    other.get(address(opened.id))
    assert "ben.jpg" not in other.text
    send(other, proof=jpg("ann.jpg", "red"), **{"left_at-postcode": POSTCODE, "left_at-uprn": "1"})
    (moved,) = events(council_a, opened.id)
    assert [one["name"] for one in moved.decision["proof"]] == ["ann.jpg"]
    assert kept(council_a) == {f"{moved.number}.proof": "ann.jpg"}
    send(page, **{"left_at-postcode": POSTCODE, "left_at-uprn": "1"})
    assert page.status == 409
    assert len(events(council_a, opened.id)) == 1


def test_a_move_sent_twice_is_made_once_and_keeps_its_files(
    page: Resident, opened: cases.OpenedCase, council_a: CouncilView
) -> None:
    where, chosen = page.url, {"left_at-postcode": POSTCODE, "left_at-uprn": "1"}
    seen = page.hidden("-seen")
    for _each in range(2):
        page.post(where, {"-version": "1", "-seen": seen, **ONE_PART, **chosen, "proof": jpg()})
    (moved,) = events(council_a, opened.id)
    assert page.status == 409
    assert f"{moved.number}.proof" in kept(council_a)
    assert state_of(council_a, opened.id) == "done"


def test_a_move_that_cannot_be_stored_keeps_its_files_as_they_were(
    page: Resident, opened: cases.OpenedCase, council_a: CouncilView, ben: Person
) -> None:
    send(page, proof=jpg(), do="upload.proof")
    before = kept(council_a)
    staff = staff_of(ben)
    with council_scope(council_a.id), pytest.raises(working.RequestChanged):
        working.move_case(
            council_a.id, case_id=opened.id, version=7, to="done", reason="", decision={}, staff=staff, now=MONDAY
        )
    assert kept(council_a) == before
    assert len(before) == 1


def test_only_officers_of_the_council_open_a_file_and_see_the_page(
    page: Resident, opened: cases.OpenedCase, council_a: CouncilView, cara_client: Client
) -> None:
    send(page, proof=jpg(), **{"left_at-postcode": POSTCODE, "left_at-uprn": "1"})
    (link,) = re.findall(r'href="([^"]+/files/[^"]+)"', page.text)
    given = page.client.get(link)
    assert given.status_code == 200
    assert given["Content-Disposition"].startswith("attachment")
    assert Image.open(io.BytesIO(b"".join(given))).size == (4, 4)
    assert Client().get(link).status_code in {302, 404}
    for where in (link, link.replace("harbourside", "fellgate"), address(opened.id)):
        answer = cara_client.get(where)
        assert answer.status_code in {403, 404}, where
        assert b"bin.jpg" not in answer.content


def test_the_files_go_with_the_request(page: Resident, opened: cases.OpenedCase, council_a: CouncilView) -> None:
    send(page, proof=jpg(), **{"left_at-postcode": POSTCODE, "left_at-uprn": "1"})
    assert len(kept(council_a)) == 1
    with council_scope(council_a.id):
        assert keeping.tidy_cases(council_a.id, now=timezone.now() + dt.timedelta(days=900)) == 1
    assert kept(council_a) == {}

"""Groups of answers that repeat, and files that are uploaded."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.support.cast import Person
from tests.support.resident import Resident
from tests.support.services import service_files

from commonwheel.apps.cases.models import Case
from commonwheel.apps.files.models import Upload
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.antivirus.fake import TEST_SIGNATURE, AwayAntivirus, FakeAntivirus

Begin = Callable[[str], Resident]

GROUP = """\
  - id: cars
    title: Which cars do you have?
    ask:
      - id: cars
        type: group
        label: Cars
        entry: Car
        max: 2
        ask:
          - {id: plate, type: vehicle, label: Registration number}
          - {id: electric, type: yes-no, label: Is it electric?}
          - {id: range, type: number, label: How far does it go, when: electric}
"""
FILES = """\
  - id: proof
    title: Send us proof
    ask:
      - id: proof
        type: file
        label: Proof of address
        accept: [pdf, jpg]
        max: 2
        max_mb: 1
      - {id: why, type: text, label: Why, optional: true}
"""


@pytest.fixture
def begin(council_a: CouncilView, dev: Person) -> Begin:
    """Return a function that opens a service made of steps and begins it."""
    from tests.apps.journeys.conftest import put_live

    def opened(steps: str) -> Resident:
        put_live(council_a, dev, service_files(steps))
        return Resident(Client(), "/harbourside/try-it/").begin()

    return opened


def jpg(name: str = "letter.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "green").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue())


def add_car(resident: Resident, number: int, **answers: str) -> Resident:
    return resident.post(f"{resident.base}cars/cars/{number}/", answers)


def test_entries_are_added_changed_removed_and_sent(begin: Begin, council_a: CouncilView) -> None:
    resident = begin(GROUP)
    page = resident.url
    assert resident.answer().errors == ["Add at least one answer to “Cars”"]
    assert resident.get(f"{resident.base}cars/cars/1/").heading == "Car 1"
    add_car(resident, 1, plate="ab51 abc", electric="no")
    assert resident.url == page
    assert "AB51ABC" in resident.text
    add_car(resident, 2, plate="XY70XYZ", electric="no")
    assert "cars/cars/3/" not in resident.text
    add_car(resident, 1, plate="CD52CDE", electric="no")
    assert "CD52CDE" in resident.text
    assert "AB51ABC" not in resident.text
    resident.get(f"{resident.base}cars/cars/2/?remove=yes")
    assert resident.heading == "Do you want to remove Car 2?"
    resident.post(f"{resident.base}cars/cars/2/?remove=yes", {})
    assert "XY70XYZ" not in resident.text
    resident.answer()
    assert resident.heading == "Check your answers before you send"
    resident.post(resident.url, {"version": resident.hidden("version")})
    with council_scope(council_a.id):
        assert Case.objects.of(council_a.id).get().answers == {"cars": [{"plate": "CD52CDE", "electric": False}]}


def test_an_entry_with_mistakes_is_shown_again_and_not_stored(begin: Begin) -> None:
    resident = begin(GROUP)
    add_car(resident, 1, plate="!", electric="no")
    assert resident.status == 422
    assert resident.heading == "Car 1"
    assert 'value="!"' in resident.text


def test_a_member_that_depends_on_another_is_asked_in_its_turn(begin: Begin) -> None:
    resident = begin(GROUP)
    add_car(resident, 1, plate="AB51ABC", electric="yes")
    assert resident.errors == []
    assert "How far does it go" in resident.text
    add_car(resident, 1, plate="AB51ABC", electric="yes", range="200")
    assert resident.url == f"{resident.base}cars/"
    assert "200" in resident.text


@pytest.mark.parametrize("number", [0, 3, 99])
def test_an_entry_that_cannot_be_leads_back_to_the_list(begin: Begin, number: int) -> None:
    resident = begin(GROUP)
    assert resident.get(f"{resident.base}cars/cars/{number}/").url == f"{resident.base}cars/"


def test_a_group_that_is_not_on_the_page_is_no_page(begin: Begin) -> None:
    resident = begin(GROUP)
    assert resident.get(f"{resident.base}cars/nothing/1/").status == 404


def test_a_file_is_kept_shown_downloaded_and_sent(begin: Begin, council_a: CouncilView) -> None:
    resident = begin(FILES)
    resident.answer(proof=jpg("../../my <letter>.jpeg"), why="Because")
    assert resident.heading == "Check your answers before you send"
    assert "my -letter.jpg" in resident.text
    with council_scope(council_a.id):
        upload = Upload.objects.get(council_id=council_a.id)
    got = resident.get(f"{resident.base}files/{upload.id}/")
    assert got.raw.startswith(b"\xff\xd8")
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    resident.get(f"{resident.base}check-answers/")
    resident.post(resident.url, {"version": resident.hidden("version")})
    with council_scope(council_a.id):
        stored = Case.objects.of(council_a.id).get().answers["proof"]
    assert [(one["name"], one["type"]) for one in stored] == [("my -letter.jpg", "image/jpeg")]


def test_uploading_stays_on_the_page_and_keeps_what_was_typed(begin: Begin) -> None:
    resident = begin(FILES)
    page = resident.url
    resident.answer(proof=jpg(), why="Half a sent", do="upload.proof")
    assert resident.url == page
    assert "letter.jpg" in resident.text
    assert "Half a sent" in resident.text
    resident.get(page)
    assert "letter.jpg" in resident.text


def test_a_file_is_taken_away_again(begin: Begin, council_a: CouncilView) -> None:
    resident = begin(FILES)
    resident.answer(proof=jpg(), do="upload.proof")
    with council_scope(council_a.id):
        upload = Upload.objects.get(council_id=council_a.id)
    for _ in range(2):
        resident.answer(do=f"remove.proof.{upload.id}")
        assert "letter.jpg" not in resident.text
    assert resident.answer().errors == ["Upload a file for “Proof of address”"]


@pytest.mark.parametrize(
    "button", ["remove.proof.not-a-key", "remove", "upload", "nonsense", "find.proof", "type.nothing"]
)
def test_a_button_that_does_not_exist_harms_nothing(begin: Begin, button: str) -> None:
    resident = begin(FILES)
    assert resident.answer(do=button).status in {200, 422}


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        (
            "virus.exe",
            b"MZ\x90\x00",
            "“virus.exe” is not a kind of file that we can take. Save it as another kind and upload that",
        ),
        ("large.pdf", b"%PDF-1.7" + b"0" * 1_100_000, "“large.pdf” is too large. Files must be 1 MB or smaller"),
        ("nothing.pdf", b"", "“nothing.pdf” is empty. Choose another file"),
    ],
)
def test_a_bad_file_is_refused_with_a_reason(
    begin: Begin, council_a: CouncilView, name: str, data: bytes, error: str
) -> None:
    resident = begin(FILES)
    resident.answer(proof=SimpleUploadedFile(name, data))
    assert resident.errors == [error]
    with council_scope(council_a.id):
        assert not Upload.objects.filter(council_id=council_a.id).exists()


def test_too_many_files_are_refused_and_the_good_ones_kept(begin: Begin) -> None:
    resident = begin(FILES)
    other = SimpleUploadedFile("b.pdf", b"%PDF-1.7\nstartxref\n%%EOF")
    third = SimpleUploadedFile("c.pdf", b"%PDF-1.7\n\nstartxref\n%%EOF")
    resident.answer(proof=[jpg(), other, third])
    assert resident.errors == ["Remove files until there are 2 or fewer for “Proof of address”"]
    assert "letter.jpg" in resident.text
    assert "b.pdf" in resident.text


def test_a_virus_is_refused(begin: Begin, settings: pytest.FixtureRequest) -> None:
    settings.ANTIVIRUS = FakeAntivirus()
    resident = begin(FILES)
    resident.answer(proof=SimpleUploadedFile("a.pdf", b"%PDF-1.7\n" + TEST_SIGNATURE + b"\nstartxref\n%%EOF"))
    assert resident.errors == ["“a.pdf” contains a virus. Choose another file"]


def test_a_scanner_that_does_not_answer_refuses_the_file_and_loses_nothing(
    begin: Begin, settings: pytest.FixtureRequest
) -> None:
    settings.ANTIVIRUS = AwayAntivirus()
    resident = begin(FILES)
    resident.answer(proof=jpg(), why="Because")
    assert "cannot check files for viruses" in resident.errors[0]
    assert "Because" in resident.text


def test_nobody_else_gets_a_file(begin: Begin, council_a: CouncilView) -> None:
    resident = begin(FILES)
    resident.answer(proof=jpg(), do="upload.proof")
    with council_scope(council_a.id):
        upload = Upload.objects.get(council_id=council_a.id)
    stranger = Resident(Client(), "/harbourside/try-it/")
    assert stranger.get(f"{resident.base}files/{upload.id}/").status == 404
    stranger.begin()
    assert stranger.get(f"{stranger.base}files/{upload.id}/").status == 404


BESIDE = """\
  - id: household
    title: Who lives with you?
    ask:
      - {id: owner, type: name, label: Your name}
      - {id: arrived, type: date, label: When did you move in?}
      - id: people
        type: group
        label: People
        entry: Person
        max: 3
        ask:
          - {id: who, type: name, label: Name}
          - {id: pass, type: file, label: Passport, accept: [pdf, jpg], max: 1, max_mb: 1}
"""


def add_person(resident: Resident, number: int, who: str) -> Resident:
    resident.post(f"{resident.base}household/people/{number}/", {"who": who, "pass": jpg(f"{who}.jpg")})
    return resident


def kept_names(council: CouncilView) -> dict[str, str]:
    with council_scope(council.id):
        return dict(Upload.objects.filter(council_id=council.id).values_list("question", "name"))


def test_adding_an_entry_keeps_what_was_typed_beside_it(begin: Begin) -> None:
    resident = begin(BESIDE)
    page = resident.url
    resident.answer(owner="Amina Begum", do="entry.people.1")
    assert resident.heading == "Person 1"
    assert resident.errors == []
    resident.get(page)
    assert 'value="Amina Begum"' in resident.text
    add_person(resident, 1, "Sami")
    resident.answer(owner="Amina B", do="without.people.1")
    assert resident.heading == "Do you want to remove Person 1?"
    assert 'value="Amina B"' in resident.get(page).text


def test_what_was_answered_wrongly_is_said_before_an_entry_opens(begin: Begin) -> None:
    resident = begin(BESIDE)
    page = resident.url
    resident.answer(
        owner="Amina Begum", arrived__day="31", arrived__month="2", arrived__year="2020", do="entry.people.1"
    )
    assert resident.url == page
    assert resident.status == 422
    assert len(resident.errors) == 1
    assert 'value="31"' in resident.text


@pytest.mark.parametrize("button", ["entry.people.x", "entry.people", "entry.nobody.1", "without..", "entry.people.²"])
def test_a_button_for_an_entry_that_cannot_be_stays_on_the_page(begin: Begin, button: str) -> None:
    resident = begin(BESIDE)
    assert resident.answer(owner="Amina Begum", do=button).heading == "Who lives with you?"
    assert 'value="Amina Begum"' in resident.text


def test_an_entry_keeps_its_file_and_it_is_sent(begin: Begin, council_a: CouncilView) -> None:
    resident = begin(BESIDE)
    resident.answer(
        owner="Amina Begum", arrived__day="1", arrived__month="2", arrived__year="2020", do="entry.people.1"
    )
    resident.answer(who="Sami", do="upload.pass", **{"pass": jpg("sami.jpg")})
    assert resident.heading == "Person 1"
    assert "sami.jpg" in resident.text
    assert 'value="Sami"' in resident.text
    resident.answer(who="Sami")
    resident.get(f"{resident.base}household/people/2/")
    resident.answer(do="upload.pass", **{"pass": jpg("left.jpg")})
    assert set(kept_names(council_a)) == {"people.1.pass", "people.2.pass"}
    resident.get(f"{resident.base}check-answers/")
    assert "sami.jpg" in resident.text
    resident.post(resident.url, {"version": resident.hidden("version")})
    assert kept_names(council_a) == {"people.1.pass": "sami.jpg"}
    with council_scope(council_a.id):
        people = Case.objects.of(council_a.id).get().answers["people"]
    assert people[0]["pass"][0]["name"] == "sami.jpg"


def test_files_of_later_entries_follow_when_one_is_removed(begin: Begin, council_a: CouncilView) -> None:
    resident = begin(BESIDE)
    for number, who in enumerate(("Sami", "Nour", "Lena"), 1):
        add_person(resident, number, who)
    resident.post(f"{resident.base}household/people/1/?remove=yes", {})
    assert kept_names(council_a) == {"people.1.pass": "Nour.jpg", "people.2.pass": "Lena.jpg"}
    assert "Nour.jpg" in resident.get(f"{resident.base}household/people/1/").text


def test_a_file_taken_away_from_an_entry_has_to_be_given_again(begin: Begin, council_a: CouncilView) -> None:
    resident = add_person(begin(BESIDE), 1, "Sami")
    with council_scope(council_a.id):
        upload = Upload.objects.get(council_id=council_a.id)
    entry = f"{resident.base}household/people/1/"
    resident.post(entry, {"who": "Sami", "do": f"remove.pass.{upload.id}"})
    assert kept_names(council_a) == {}
    assert resident.post(entry, {"who": "Sami"}).errors == ["Upload a file for “Passport”"]


def test_a_bad_file_in_an_entry_is_refused_with_a_reason(begin: Begin, council_a: CouncilView) -> None:
    resident = begin(BESIDE)
    bad = SimpleUploadedFile("virus.exe", b"MZ\x90\x00")
    resident.post(f"{resident.base}household/people/1/", {"who": "Sami", "pass": bad})
    assert resident.errors[0].startswith("“virus.exe” is not a kind of file")
    assert kept_names(council_a) == {}


def test_a_removal_that_drops_other_answers_moves_files_once_it_is_confirmed(
    begin: Begin, council_a: CouncilView
) -> None:
    follows = """\
  - id: more
    title: More
    when: size(people) > 1
    ask:
      - {id: shared, type: text, label: What do you share?}
"""
    resident = begin(BESIDE + follows)
    resident.answer(
        owner="Amina Begum", arrived__day="1", arrived__month="2", arrived__year="2020", do="entry.people.1"
    )
    for number, who in enumerate(("Sami", "Nour"), 1):
        add_person(resident, number, who)
    resident.answer(owner="Amina Begum", arrived__day="1", arrived__month="2", arrived__year="2020")
    resident.answer(shared="A kitchen")
    resident.post(f"{resident.base}household/people/1/?remove=yes", {})
    assert kept_names(council_a) == {"people.1.pass": "Sami.jpg", "people.2.pass": "Nour.jpg"}
    resident.answer(choice="change")
    assert kept_names(council_a) == {"people.1.pass": "Nour.jpg"}


BROUGHT = """\
  - id: goods
    title: What do you sell?
    ask:
      - {id: food, type: yes-no, label: Food}
      - {id: name, type: text, label: Name}
      - {id: weeks, type: number, label: Weeks, default: 4}
      - {id: papers, type: file, label: Papers, accept: [jpg], max_mb: 1, when: food}
"""


def test_a_file_that_an_answer_not_stored_yet_brings_is_kept(begin: Begin) -> None:
    resident = begin(BROUGHT)
    assert 'value="4"' in resident.text
    resident.answer(food="yes", name="", weeks="4")
    assert resident.errors == ["Enter an answer to “Name”"]
    assert "Choose a file" in resident.text
    resident.answer(food="yes", name="", weeks="4", papers=jpg(), do="upload.papers")
    assert "letter.jpg" in resident.text
    resident.answer(food="yes", name="Amina’s", weeks="4")
    assert resident.heading == "Check your answers before you send"
    assert "letter.jpg" in resident.text

"""A publiccode.yml is held to its standard field by field; whatever is wrong with it, it is listed if it has a name."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from commonwheel.core.patterns.reading.text import MAX_LIST
from commonwheel.core.problems import Problem
from commonwheel.core.reuse.publiccode import MOST_BYTES, Checked, check

REAL = sorted((Path(__file__).parents[4] / "shared" / "data" / "publiccode").glob("*.y*ml"))
GOOD = """\
publiccodeYmlVersion: "0.7"
name: Allotments
url: https://example.org/allotments.git
landingURL: https://example.org/allotments
softwareVersion: "2.1"
releaseDate: 2026-11-01
platforms: web
categories: [online-booking]
usedBy: [Lewes District Council, Hove]
developmentStatus: stable
softwareType: standalone/web
intendedAudience:
  countries: [GB]
  scope: [local-authorities]
description:
  cy:
    shortDescription: Rhandiroedd y cyngor
  en:
    shortDescription: Lets residents rent an allotment.
    longDescription: >
      Residents see which allotments are free, join a waiting list, and pay their rent each year.
      Officers see who rents which plot, and since when. Letters go out by themselves.
      It has run since 2020.
    features: [Waiting list, Rent by direct debit]
legal:
  license: EUPL-1.2
  mainCopyrightOwner: Lewes District Council
maintenance:
  type: contract
  contractors:
    - {name: Hove Software, until: 2027-03-31, website: https://example.org, email: office@example.org}
  contacts:
    - {name: A Person, affiliation: Lewes District Council, phone: "+44 1273"}
localisation:
  localisationReady: true
  availableLanguages: [en, cy]
dependsOn:
  open: [{name: PostgreSQL, versionMin: "15", optional: true}]
organisation: {name: Lewes District Council, uri: https://example.org/lewes}
fundedBy: [{name: Hove}]
supports: [{anything: may stand here}]
GB: {countryExtensionVersion: "1.0"}
"""


def looked_at(*changes: tuple[str, str], text: str = GOOD) -> Checked:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return check(text.encode(), file="publiccode.yml")


def only(checked: Checked) -> Problem:
    (problem,) = checked.problems
    return problem


def test_a_good_file_has_no_problems_and_says_what_a_catalogue_shows() -> None:
    checked = looked_at()
    assert checked.problems == ()
    entry = checked.entry
    assert entry
    assert (entry.name, entry.licence, entry.owner, entry.maintained) == (
        "Allotments", "EUPL-1.2", "Lewes District Council", "contract",
    )  # fmt: skip
    assert entry.summary == ("Lets residents rent an allotment.", "en")
    assert [words.language for words in entry.words] == ["en", "cy"]
    assert entry.maintainers == ("Hove Software", "Lewes District Council")
    assert entry.used_by == ("Lewes District Council", "Hove")
    assert (entry.url, entry.landing) == ("https://example.org/allotments.git", "https://example.org/allotments")
    assert (entry.countries, entry.languages, entry.categories) == (("GB",), ("en", "cy"), ("online-booking",))


FAULTS: dict[str, tuple[str, str, str, int, str]] = {
    # what is wrong: old text, new text, code, line, what the message names
    "no name": ("name: Allotments\n", "", "missing", 1, "`name`"),
    "a name that says nothing": ("name: Allotments", "name:", "empty", 2, "name"),
    "a name that is a list": ("name: Allotments", "name: [a]", "wrong-shape", 2, "name: one text"),
    "an address that is none": ("landingURL: https://", "landingURL: ", "not-an-address", 4, "landingURL"),
    "an address of another kind": ("landingURL: https", "landingURL: javascript", "not-an-address", 4, "landingURL"),
    "an address that cannot be split": ("https://example.org/allotments\n", "https://[\n", "not-an-address", 4, "landingURL"),
    "a day that is none": ("2026-11-01", "2021-18-03", "not-a-date", 6, "releaseDate"),
    "a day in another form": ("2026-11-01", "1 November", "not-a-date", 6, "releaseDate"),
    "a category that is none": ("[online-booking]", "[bookings]", "not-in-list", 8, "categories.0"),
    "a list that is a text": ("usedBy: [Lewes District Council, Hove]", "usedBy: Hove", "wrong-shape", 9, "usedBy"),
    "a status that is none": ("stable", "finished", "not-in-list", 10, "concept"),
    "a country that is none": ("[GB]", "[XQ]", "not-a-country", 13, "countries.0"),
    "a section that is a text": ("  countries: [GB]\n  scope: [local-authorities]\n", "  all\n", "wrong-shape", 12, "intendedAudience"),
    "a language that is none": ("  cy:\n", "  welsh:\n", "not-a-language", 16, "description.welsh"),
    "a summary that is too long": ("Rhandiroedd y cyngor", "y" * 151, "too-long", 17, "at most 150"),
    "a description that is too short": ("longDescription: >\n      Residents", "longDescription: Short\n    awards:\n    - >\n      Residents", "too-short", 20, "at least 150"),
    "no summary": ("    shortDescription: Rhandiroedd y cyngor\n", "    awards: [One]\n", "missing", 16, "`shortDescription`"),
    "a licence that is none": ("EUPL-1.2", "free to use", "not-a-licence", 26, "SPDX"),
    "a licence of brackets": ("EUPL-1.2", "(" * 200 + "MIT" + ")" * 200, "not-a-licence", 26, "SPDX"),
    "a path from the root": ("platforms: web", "platforms: web\nlogo: /logo.svg", "not-a-place", 8, "logo"),
    "no contractor where there is a contract": ("  contractors:\n    - {name: Hove Software, until: 2027-03-31, website: https://example.org, email: office@example.org}\n", "", "missing", 28, "since `type` is contract"),
    "no end of a contract": (", until: 2027-03-31", "", "missing", 31, "`until`"),
    "an email that is none": ("office@example.org", "ask", "not-an-email", 31, "email"),
    "a yes that is none": ("localisationReady: true", "localisationReady: perhaps", "not-yes-or-no", 35, "true or false"),
    "a version that is none": ('"0.7"', "latest", "not-a-version", 1, "publiccodeYmlVersion"),
}  # fmt: skip


@pytest.mark.parametrize("what", FAULTS)
def test_each_fault_is_an_error_with_its_line_and_how_to_mend_it(what: str) -> None:
    old, new, code, line, named = FAULTS[what]
    checked = looked_at((old, new))
    problem = only(checked)
    assert (problem.code, problem.line, problem.severity) == (code, line, "error")
    assert named in problem.expected
    assert problem.help
    assert not checked.ok


NOTES: dict[str, tuple[str, str, str, str]] = {
    "an older version": ('"0.7"', '"0.2.1"', "older-version", "read all the same"),
    "a newer version": ('"0.7"', '"0.9"', "newer-version", "passed over"),
    "an unknown key": ("fundedBy:", "foundedBy:", "unknown-key", "`fundedBy`"),
    "an unknown key like none": ("GB: {", "x-own-words: {", "unknown-key", "passed over"),
    "a key that is no longer used": ("usedBy:", "inputTypes:", "no-longer-used", "left out"),
    "a country in small letters": ("countries: [GB]", "countries: [gb]", "small-country", "GB"),
    "a country's section in small letters": ("GB: {", "it: {", "small-country", "IT"),
    "the older words for yes": ("localisationReady: true", "localisationReady: yes", "not-yes-or-no", "true"),
    "the older words for no": ("localisationReady: true", "localisationReady: off", "not-yes-or-no", "false"),
    "a key that says nothing": ('softwareVersion: "2.1"', "softwareVersion:", "empty", "leave the key out"),
    "a list with nothing in it": ("usedBy: [Lewes District Council, Hove]", "usedBy: []", "empty", "leave the key out"),
    "a picture in the repository": ("platforms: web", "platforms: web\nmonochromeLogo: logo.svg", "no-longer-used", "logo"),
    "no features": ("    features: [Waiting list, Rent by direct debit]\n", "", "missing", "features"),
}  # fmt: skip


@pytest.mark.parametrize("what", NOTES)
def test_what_does_not_break_the_standard_is_a_warning(what: str) -> None:
    old, new, code, said = NOTES[what]
    checked = looked_at((old, new))
    problem = only(checked)
    assert (problem.code, problem.severity) == (code, "warning")
    assert said in problem.help
    assert checked.ok


def test_a_version_without_a_number_behind_it_is_the_newest() -> None:
    assert looked_at(('"0.7"', '"0"')).problems == ()


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    checked = looked_at(("2026-11-01", "soon"), ("stable", "done"), ("EUPL-1.2", "ours"))
    assert [problem.code for problem in checked.problems] == ["not-a-date", "not-in-list", "not-a-licence"]


def test_a_description_without_languages_says_what_it_lacks() -> None:
    start, end = GOOD.index("description:"), GOOD.index("legal:")
    checked = looked_at(text=GOOD[:start] + "description: Allotments\n" + GOOD[end:])
    assert only(checked).code == "wrong-shape"
    checked = looked_at(text=GOOD[:start] + "description: {en: Allotments}\n" + GOOD[end:])
    assert [problem.code for problem in checked.problems] == ["missing", "missing", "wrong-shape"]


def test_a_file_that_breaks_the_standard_is_still_listed() -> None:
    checked = looked_at(text="name:  Allotments \nurl: javascript:alert(1)\nmaintenance: {contacts: [{name: A}, b]}\n")
    assert not checked.ok
    entry = checked.entry
    assert entry
    assert (entry.name, entry.url, entry.owner, entry.summary) == ("Allotments", "", "", ("", ""))
    assert entry.maintainers == ("A",)


@pytest.mark.parametrize(
    "text", ["name: Allotments\nusedBy: {a: b}", "name: Allotments\ndescription: {en: {longDescription: [a]}}"]
)
def test_what_has_another_shape_is_left_out_of_the_list(text: str) -> None:
    entry = looked_at(text=text).entry
    assert entry
    assert (entry.used_by, [words.long for words in entry.words if words.long]) == ((), [])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"name: \xff", "not-utf-8"),
        (b"- a list", "wrong-shape"),
        (b"name: &a [*a, *a]", "anchor"),
        (b"name: !!python/object:os.system ls", "tag"),
        (b"a: " + b"[" * 100_000, "too-deep"),
        (b"a: " * 10_000, "syntax"),
        (b"x" * (MOST_BYTES + 1), "too-large"),
        (b"usedBy:\n" + b"- a\n" * (MAX_LIST + 1), "list-too-long"),
        ("name: \u202eecivres".encode(), "control-character"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason_and_not_listed(data: bytes, code: str) -> None:
    checked = check(data, file="publiccode.yml")
    assert checked.problems[0].code == code
    assert checked.entry is None
    assert not checked.ok


def test_so_many_faults_are_shown_up_to_a_hundred() -> None:
    many = "".join(f"key{number}: a\n" for number in range(500))
    assert len(looked_at(text="name: A\n" + many).problems) == 100


Anything = st.recursive(
    st.text(max_size=20) | st.booleans() | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([
        "name", "url", "description", "en", "legal", "license", "maintenance", "type", "contacts", "usedBy", "it", "x",
        "releaseDate", "categories", "platforms", "localisation", "features", "longDescription", "contractors",
    ]), inner, max_size=6),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    value=st.dictionaries(
        st.sampled_from(["name", "url", "description", "legal", "maintenance", "usedBy", "x"]), Anything
    )
)
def test_whatever_stands_in_it_the_answer_is_a_list_of_problems(value: object) -> None:
    checked = check(yaml.safe_dump(value, allow_unicode=True).encode(), file="publiccode.yml")
    assert all(problem.help and problem.expected for problem in checked.problems)
    assert checked.problems
    assert not checked.ok


@settings(max_examples=200, deadline=None)
@given(at=st.integers(0, len(GOOD)), gone=st.integers(0, 30), text=st.text(max_size=10))
def test_a_good_file_that_was_cut_into_is_read_or_refused(at: int, gone: int, text: str) -> None:
    checked = check((GOOD[:at] + text + GOOD[at + gone :]).encode(errors="replace"), file="publiccode.yml")
    assert checked.entry or not checked.ok


BREAK_THE_STANDARD = {
    "5Tsrl__emma-frontend-parking", "Aitema-gmbh__ratsinformationssystem",
    "CameraCommercioRomagna__JAVA-CMS-Camera-di-Commercio", "Cetriq__CuraNexus",
    "CittaMetropolitanaVenezia__WebMappVenezia", "ConductionNL__betaalservice", "maykinmedia__open-inwoner",
    "open-formulieren__open-forms", "open-zaak__open-zaak",
}  # fmt: skip
"""As a validator of the published JSON Schema finds them, and one whose `isBasedOn` is no address."""


def test_real_files_are_all_listed_and_those_that_break_the_standard_are_known() -> None:
    if not REAL:
        pytest.skip("The real files are not at ../shared/data/publiccode")
    checked = {path.name.split(".publiccode")[0]: check(path.read_bytes(), file=path.name) for path in REAL}
    assert len(checked) >= 28
    assert {name for name, one in checked.items() if one.entry is None} == set()
    assert {name for name, one in checked.items() if not one.ok} == BREAK_THE_STANDARD
    for one in checked.values():
        assert one.entry
        assert one.entry.licence
        assert one.entry.url
        for problem in one.problems:
            assert problem.line
            assert problem.help

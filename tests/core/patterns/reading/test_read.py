"""Reading a folder: every fault named, with its place; several files made into one bundle."""

import re
from pathlib import Path

import pytest
from tests.support.pattern_text import BLOCK, LAYER, PATTERN, bundle_of, every_key, folder, read, with_block

from commonwheel.core.patterns.model.keys import Plural
from commonwheel.core.patterns.model.reserved import FORM_FIELDS, RESERVED, SITE_WORDS
from commonwheel.core.patterns.reading.read import MAX_MESSAGE, read_folder
from commonwheel.core.patterns.reading.text import MAX_PROBLEMS, parse
from commonwheel.core.problems import Problem

DESIGN = Path(__file__).parents[4].parent / "shared" / "design" / "patterns.md"
ENTRY = "{of: 0123456789ab, text: Geiriau, state: checked, by: A translator, on: 2026-01-02}"


def changed(old: str, new: str) -> tuple[Problem, ...]:
    assert old in PATTERN, old
    return read(PATTERN.replace(old, new, 1)).problems


def test_a_whole_folder_is_read_without_problems() -> None:
    bundle = bundle_of(guidance_dot_md="# When\r\n", CHANGELOG_dot_md="# 1.2.0\n")
    assert bundle.pattern.full_name == "commonwheel-examples/report-missed-bin"
    assert bundle.messages["received.md", "en"].text == "Your reference is {{ case.reference }}."
    assert (bundle.guidance, bundle.changelog) == ("# When\n", "# 1.2.0\n")
    assert bundle.places["steps.bin.ask.missed_on.check.not-future.say"] == ("pattern.yaml", 57, 18)
    assert bundle.places["messages/received.md#text"] == ("messages/received.md", 4, 1)


def test_every_key_of_the_language_is_read() -> None:
    result = read_folder(every_key())
    assert result.problems == ()
    assert result.ok


def test_every_example_of_the_design_is_read() -> None:
    if not DESIGN.exists():
        pytest.skip("the design is not beside this repository")
    texts = re.findall(r"```yaml\n(.*?)```", DESIGN.read_text(encoding="utf-8"), re.DOTALL)
    assert texts
    assert [parse(text.encode(), file="example").problems for text in texts] == [()] * len(texts)
    assert read(texts[0]).problems == ()
    assert LAYER.format(digest="9f2c…") == texts[1]


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column", "help_says"),
    [
        ("publisher: c", "publsher: c", "unknown-key", 6, 1, "`publisher`"),
        ("measures:", "zebra:", "unknown-key", 101, 1, "reference"),
        ("title: Report", "titles: Report", "unknown-key", 4, 1, "`title`"),
        ("    title: Which bin was missed?\n", "", "missing-key", 44, 5, "heading"),
        ("lgsl: 524", "lgsl: '0524'", "not-whole-number", 11, 11, "whole number"),
        ("lgsl: 524", "lgsl: -1", "out-of-range", 11, 11, "0 or more"),
        ("years: 2", "years: two", "not-whole-number", 18, 17, "whole number"),
        ("years: 2", "years: 2, days: 1", "one-length", 18, 3, "one of days"),
        ("special: none", "special: nun", "not-one-of", 17, 12, "none"),
        ("special: none", "special: [helth]", "not-one-of", 17, 13, "`health`"),
        ("special: none", "special: []", "empty-list", 17, 3, "at least 1"),
        ("basis: public-task", "basis: zzz", "not-one-of", 16, 10, "consent"),
        ("type: date", "type: dat", "unknown-type", 52, 15, "`date`"),
        ("type: date", "type: zzz", "unknown-type", 52, 15, "long-text"),
        ("type: date", "type: [date]", "unknown-type", 52, 15, "Write one of"),
        ("type: integer", "type: intger", "unknown-type", 23, 11, "`integer`"),
        ("        type: date\n", "", "missing-type", 51, 9, "`type:`"),
        ("duty: waste-collection", "duty: [waste]", "not-a-map", 13, 8, "`key: value`"),
        ("duty: waste-collection", "duty: {a: b}", "not-text", 13, 1, "text"),
        ("duty: waste-collection", "duty: []", "empty-list", 13, 1, "at least 1"),
        ("options: settings.containers", "options: containers", "wrong-form", 50, 18, "settings.NAME"),
        ("options: settings.containers", "options: [{value: a}]", "missing-key", 50, 19, "label"),
        ("version: 1.2.0", "version: 1.2", "wrong-form", 3, 10, "1.2.0"),
        ("reference: MB", "reference: mb", "wrong-form", 78, 14, "capital"),
        ("working_days: 2", "working_days: two", "not-whole-number", 81, 30, "1 to 9,999, or settings.NAME"),
        ("working_days: 2", "working_days: 0", "out-of-range", 81, 30, "1 to 9,999, or settings.NAME"),
        ("working_days: 2", "working_days: 10000", "out-of-range", 81, 30, "1 to 9,999, or settings.NAME"),
        ("working_days: 2", "working_days: return_days", "not-whole-number", 81, 30, "settings.NAME"),
        ("starts: next-day", "starts: monday", "wrong-form", 83, 15, "state:ID"),
        ("start: commonwheel-examples/g", "start: g", "wrong-form", 75, 12, "full name"),
        ("id: bin\n", "id: Bin\n", "wrong-form", 44, 9, "lower-case"),
        ("tell: {resident: received.md}", "tell: {resident: received}", "wrong-form", 88, 24, "messages/"),
        ("tell: {resident: received.md}", "tell: received.md", "not-a-map", 88, 13, "`key: value`"),
        ("next: [collected]", "next: collected", "not-a-list", 91, 13, "`- `"),
        (
            "protected:\n      because: A reasonable adjustment\n",
            "protected:\n      because: ''\n",
            "empty",
            64,
            16,
            "delete the key",
        ),
        ("summary: Tell", "summary: " + "x" * 2_001 + " Tell", "too-long", 5, 10, "Shorten"),
        ("title: Report a missed bin collection", "title: {one: a}", "not-words", 4, 1, "other"),
        ("measures: [", "protect: maybe\nmeasures: [", "not-truth", 101, 10, "true or false"),
        ("measures: [", "facts: {BAD: name}\nmeasures: [", "wrong-form", 101, 9, "letters"),
        ("measures: [", "facts: text\nmeasures: [", "not-a-map", 101, 8, "`key: value`"),
        ("default: 2", "default: two", "not-whole-number", 24, 14, "whole number"),
        (
            "        label: Assisted collection\n",
            "        label: Assisted collection\n      - words\n",
            "not-a-map",
            70,
            9,
            "`type:`",
        ),
        ("default: 2", "default: 99", "out-of-range", 24, 14, "14 or less"),
        ("id: bin\n", "id: address\n", "repeated-id", 44, 9, "line 37"),
        ("value: food", "value: refuse", "repeated-id", 33, 17, "line 31"),
        ("id: missed_on", "id: property", "repeated-id", 51, 13, "steps.address.ask.property"),
        ("id: missed_on", "id: today", "reserved-name", 51, 13, "choose another"),
        ("id: containers", "id: string", "reserved-name", 28, 9, "choose another"),
        ("id: missed_on", "id: do", "form-field", 51, 13, "`do_answer`"),
    ],
)
def test_each_fault_has_a_name_a_place_and_a_way_to_mend_it(
    *, old: str, new: str, code: str, line: int, column: int, help_says: str
) -> None:
    problems = changed(old, new)
    found = [problem for problem in problems if problem.code == code]
    assert [(problem.line, problem.column) for problem in found] == [(line, column)], problems
    assert help_says in found[0].help
    assert found[0].file == "pattern.yaml"
    assert found[0].severity == "error"


def test_all_faults_of_a_folder_come_at_once_in_order() -> None:
    text = PATTERN.replace("type: date", "type: dat").replace("years: 2", "years: two").replace("MB", "mb")
    result = read(text, examples__a_dot_yaml="language: 1\nid: b\n", messages__x_dot_md="Hello")
    assert [(p.file, p.code) for p in result.problems] == [
        ("examples/a.yaml", "missing-key"),
        ("messages/x.md", "missing-first-block"),
        ("pattern.yaml", "not-whole-number"),
        ("pattern.yaml", "unknown-type"),
        ("pattern.yaml", "wrong-form"),
    ]
    assert result.bundle is None
    assert not result.ok


def test_unknown_keys_do_not_hide_what_is_wrong_besides() -> None:
    result = read(PATTERN.replace("next: [collected]", "nxt: [collected]").replace("measures:", "zebra:"))
    assert [problem.code for problem in result.problems] == ["unknown-key", "unknown-key"]
    assert not result.ok
    assert result.bundle is not None
    assert result.bundle.pattern.case.states[1].next == ("collected",)
    assert result.bundle.pattern.measures == ()
    assert read(PATTERN.replace("next: [collected]", "nxt: collected")).bundle is None


def test_a_list_is_not_called_empty_because_its_entries_have_faults() -> None:
    assert [problem.code for problem in changed("type: yes-no", "type: yesno")] == ["unknown-type"]


def test_never_more_than_a_hundred_faults_of_one_file_are_told() -> None:
    assert len(read(PATTERN + "".join(f"k{n}: x\n" for n in range(2_000))).problems) == MAX_PROBLEMS
    same = "".join("  - {id: s, type: integer, default: 1}\n" for _ in range(500))
    assert len(read(PATTERN.replace("steps:\n", same + "steps:\n", 1)).problems) == MAX_PROBLEMS


def test_what_was_found_is_always_short() -> None:
    long = "b" * 10_000
    problems = changed("id: bin\n", f"id: {long}\n") + changed("id: missed_on", f"id: {long}\n      - id: {long}")
    assert problems
    assert all(len(problem.found) <= 80 for problem in problems)


@pytest.mark.parametrize("text", ["- a\n", "just words\n"])
def test_a_file_that_is_no_map_is_refused(text: str) -> None:
    result = read(text, examples__a_dot_yaml=text, translations__cy_dot_yaml=text)
    assert {(p.file, p.code) for p in result.problems} == {
        ("pattern.yaml", "not-a-map"), ("examples/a.yaml", "not-a-map"), ("translations/cy.yaml", "not-a-map"),
    }  # fmt: skip


def test_a_newer_language_is_refused_with_one_sentence() -> None:
    result = read(PATTERN.replace("language: 1", "language: 2").replace("MB", "mb"), messages__x_dot_md="Hello")
    assert [problem.code for problem in result.problems] == ["newer-language"]
    assert "version 2" in result.problems[0].help
    assert result.bundle is None


def test_a_newer_language_in_an_example_is_refused_too() -> None:
    result = read(examples__a_dot_yaml="language: 9\n")
    assert [problem.code for problem in result.problems] == ["newer-language"]
    assert result.bundle is None


def test_a_language_that_is_no_number_is_a_fault_like_others() -> None:
    assert [problem.code for problem in changed("language: 1", "language: one")] == ["not-whole-number"]


def test_a_folder_without_a_pattern_says_so() -> None:
    assert [problem.code for problem in read_folder({}).problems] == ["no-pattern"]


def test_too_many_files_and_too_many_bytes_are_refused_unread() -> None:
    many = {f"examples/e{n}.yaml": b"" for n in range(501)}
    assert [problem.code for problem in read_folder(many).problems] == ["too-many-files"]
    big = {f"examples/e{n}.yaml": b"x" * 999_999 for n in range(5)}
    assert [problem.code for problem in read_folder(big).problems] == ["too-large"]


def test_one_file_that_is_too_large_is_refused() -> None:
    assert [problem.code for problem in read(guidance_dot_md="x" * 3_000_001).problems] == ["too-large"]


def test_what_the_disk_refused_is_told_with_the_rest() -> None:
    refused = Problem("a", 0, 0, "symlink", "error", "", "", "")
    assert refused in read_folder(folder(), refused=(refused,)).problems


@pytest.mark.parametrize(
    ("path", "help_says"),
    [
        ("example/a.yaml", "names that a pattern folder has"),
        ("examples/a.yml", "name it .yaml"),
        ("translations/en.yaml", "English"),
        ("messages/received.en.md", "English"),
        ("messages/Received.md", "names"),
    ],
)
def test_a_file_that_nothing_reads_is_reported(path: str, help_says: str) -> None:
    result = read_folder(folder() | {path: b"x"})
    (problem,) = result.problems
    assert (problem.code, problem.severity) == ("unknown-file", "warning")
    assert help_says in problem.help
    assert result.ok


def test_hidden_files_are_passed_over() -> None:
    assert read_folder(folder() | {".git/config": b"\xff", "messages/.x.swp": b""}).problems == ()


# Messages, translations, examples


def test_messages_have_siblings_in_other_languages() -> None:
    welsh = "---\nsubject: Adroddiad\nof: 0123456789ab\nstate: draft\n---\nHelo\n"
    bundle = bundle_of(messages__received_dot_cy_dot_md=welsh)
    assert bundle.messages["received.md", "cy"].head.of == "0123456789ab"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Hello", "missing-first-block", 1),
        ("---\nsubject: a\nsbject: b\n---\nHello", "unknown-key", 3),
        ("---\nsubject: !a\n---\nHello", "tag", 2),
        ("---\n---\nHello", "empty-file", 0),
        (b"\xff", "not-utf-8", 1),
        ("---\nsubject: a\n---\n" + "x" * (MAX_MESSAGE + 1), "too-long", 4),
    ],
)
def test_a_message_with_a_fault_is_refused(text: str | bytes, code: str, line: int) -> None:
    result = read(messages__received_dot_md=text)
    assert [(p.code, p.line) for p in result.problems] == [(code, line)]
    assert result.bundle is None


def test_a_translated_message_must_say_what_it_translates() -> None:
    result = read(messages__received_dot_cy_dot_md="---\nsubject: Adroddiad\n---\nHelo\n")
    assert [(p.code, p.expected) for p in result.problems] == [("missing-key", "of:")]


def test_translations_are_read_by_address() -> None:
    bundle = bundle_of(translations__cy_dot_yaml=f"steps.bin.title: {ENTRY}\n")
    assert bundle.translations["cy"]["steps.bin.title"].text == "Geiriau"
    assert bundle.places["translations/cy.yaml#steps.bin.title.of"][1:] == (1, 23)


def test_a_translation_may_have_plural_forms() -> None:
    text = "a: {of: 0123456789ab, text: {one: un, two: dau, other: llawer}}\n"
    entry = bundle_of(translations__cy_dot_yaml=text).translations["cy"]["a"]
    assert entry.text == Plural({"one": "un", "two": "dau", "other": "llawer"})


def test_a_translation_with_a_fault_is_left_out_and_the_others_stay() -> None:
    result = read(translations__cy_dot_yaml=f"a: {ENTRY}\nb: {{of: 12, text: x}}\nc: words\n")
    assert [(p.code, p.line) for p in result.problems] == [("wrong-form", 2), ("not-a-map", 3)]
    assert result.bundle is not None
    assert set(result.bundle.translations["cy"]) == {"a"}


def test_translations_that_are_not_pattern_text_are_refused() -> None:
    assert [p.code for p in read(translations__cy_dot_yaml="a: *b\n").problems] == ["alias"]


def test_an_example_has_the_name_of_its_file() -> None:
    result = read(examples__one_dot_yaml="id: two\ntoday: 2026-03-03\n")
    assert [(p.code, p.line, p.found) for p in result.problems] == [("id-differs", 1, "two")]


def test_an_example_with_a_fault_is_left_out() -> None:
    result = read(examples__one_dot_yaml="id: one\ntoday: 2026-02-30\n")
    assert [(p.code, p.line) for p in result.problems] == [("not-date", 2)]
    assert result.bundle is not None
    assert result.bundle.examples == {}


# Blocks


def test_a_block_is_carried_by_its_major_version_and_its_questions_have_places() -> None:
    files = with_block() | {"blocks/shared/contact/translations/cy.yaml": f"ask.email.label: {ENTRY}\n".encode()}
    result = read_folder(files | {"blocks/shared/contact/guidance.md": b"# When\n"})
    assert result.ok, result.problems
    assert result.bundle is not None
    assert set(result.bundle.blocks) == {"shared/contact@1"}
    assert result.bundle.block_translations["shared/contact@1"]["cy"]["ask.email.label"].text == "Geiriau"
    assert result.bundle.places["steps.assisted.ask.contact.ask.email.label"][0] == "blocks/shared/contact/block.yaml"


@pytest.mark.parametrize(
    ("block", "code", "file"),
    [
        (BLOCK.replace("version: 1", "version: 2"), "block-of-another-version", "pattern.yaml"),
        (BLOCK.replace("block: contact", "block: contacts"), "id-differs", "blocks/shared/contact/block.yaml"),
        (BLOCK.replace("id: email", "id: property"), "repeated-id", "blocks/shared/contact/block.yaml"),
        (BLOCK.replace("id: hours", "id: containers"), "repeated-id", "blocks/shared/contact/block.yaml"),
        (BLOCK.replace("id: email", "id: item"), "reserved-name", "blocks/shared/contact/block.yaml"),
        (BLOCK.replace("9 to 5", "x" * 501), "out-of-range", "blocks/shared/contact/block.yaml"),
        (BLOCK.replace("type: email", "type: mail"), "unknown-type", "blocks/shared/contact/block.yaml"),
        (BLOCK.replace("type: email", "type: !mail"), "tag", "blocks/shared/contact/block.yaml"),
        (
            BLOCK.replace("{id: email, type: email", "{id: other, use: shared/other@1"),
            "missing-type",
            "blocks/shared/contact/block.yaml",
        ),
    ],
)
def test_a_block_that_does_not_fit_is_refused(block: str, code: str, file: str) -> None:
    problems = read_folder(with_block(block)).problems
    assert (code, file) in {(p.code, p.file) for p in problems}


def test_a_block_that_is_not_carried_is_missed() -> None:
    files = with_block()
    del files["blocks/shared/contact/block.yaml"]
    files["blocks/shared/contact/translations/cy.yaml"] = f"ask.email.label: {ENTRY}\n".encode()
    result = read_folder(files)
    assert [p.code for p in result.problems] == ["block-missing"]


def test_a_block_used_twice_asks_the_same_question_twice() -> None:
    files = with_block()
    again = "      - {id: contact, use: shared/contact@1}\n"
    files["pattern.yaml"] = files["pattern.yaml"].replace(
        again.encode(), (again + again.replace("id: contact", "id: second")).encode()
    )
    assert [p.code for p in read_folder(files).problems] == ["repeated-id"]


# Groups and officers' questions

GROUP = "      - {id: people, type: group, label: People, ask: [{id: %s, type: name, label: Name}]}\n"


def with_group(*members: str) -> tuple[Problem, ...]:
    old = "        label: Assisted collection\n"
    groups = "".join((GROUP % name).replace("id: people", f"id: people{n}") for n, name in enumerate(members))
    return changed(old, old + groups)


def test_members_of_two_groups_may_have_the_same_id() -> None:
    assert with_group("name", "name") == ()


def test_a_member_of_a_group_differs_from_every_question_outside() -> None:
    assert [p.code for p in with_group("property")] == ["repeated-id"]


def test_what_officers_are_asked_may_have_the_id_of_a_question() -> None:
    old = "      label: Collected\n"
    ask = "      ask:\n        - {id: property, type: text, label: Where}\n        - {id: crews, type: group, label: Crews, ask: [{id: lead, type: name, label: Lead}]}\n"
    assert changed(old, old + ask) == ()


@pytest.mark.parametrize("name", sorted(FORM_FIELDS))
def test_no_question_has_the_name_of_a_field_of_every_form(name: str) -> None:
    assert "form-field" in {p.code for p in changed("id: missed_on", f"id: {name}")}


@pytest.mark.parametrize("name", sorted(SITE_WORDS))
def test_no_pattern_is_called_as_another_page_of_a_site(name: str) -> None:
    (problem,) = changed("pattern: report-missed-bin\n", f"pattern: {name}\n")
    assert (problem.code, problem.file, problem.found) == ("taken-address", "pattern.yaml", name)
    assert f"/{name}/" in problem.help


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_no_question_has_a_name_that_expressions_read_otherwise(name: str) -> None:
    assert "reserved-name" in {p.code for p in changed("id: missed_on", f"id: {name}")}

"""The registry of what `check` can find: every code, its severity, and how to mend it.

`docs/reference/problems.md` is generated from it. A code never changes its meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from commonwheel.core.patterns.model.keys import MOST_COUNTED
from commonwheel.core.problems import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """
    One kind of problem.

    Attributes:
        name: the code.
        severity: an error would break a journey or a case; a warning would not.
        expected: what could stand there instead, where nothing nearer is known.
        help: how to mend it.
    """

    name: str
    severity: Severity
    expected: str
    help: str


def _errors(*rows: tuple[str, str, str]) -> tuple[Code, ...]:
    return tuple(Code(name, "error", expected, mend) for name, expected, mend in rows)


def _warnings(*rows: tuple[str, str, str]) -> tuple[Code, ...]:
    return tuple(Code(name, "warning", expected, mend) for name, expected, mend in rows)


_EXPRESSIONS = _errors(
    ("expression-not-readable", "an expression such as `age >= 18`", "Mend the expression at this place."),
    ("expression-unknown-name", "a name this pattern declares", "Check the spelling of the question, setting or fact."),
    ("expression-unknown-field", "a key the answer has", "Check the spelling."),
    ("expression-wrong-types", "values that go together", "Compare like with like."),
    ("expression-wrong-result", "true or false, or a whole number", "Compare the result with something."),
    ("expression-too-costly", "a cheaper expression", "Read shorter lists, or lower the `max` of what it reads."),
    ("expression-too-long", "at most 2,000 characters", "Split it into several conditions."),
    ("expression-empty", "an expression", "Write a condition, or leave the key out."),
    ("expression-character", "printable characters", "Remove the control characters."),
    ("expression-too-deep", "fewer brackets", "Write it more simply."),
    ("expression-too-many-loops", "one loop in another at most", "Loop over fewer lists."),
    ("expression-name-taken", "a name of its own", "Call the loop's own name something else."),
    ("expressions-too-many", "at most 3,000 expressions", "Leave some conditions out."),
    ("expressions-too-long", "at most 500,000 characters", "Shorten or remove some conditions."),
    ("expressions-too-costly", "at most 500,000 steps for all expressions", "Read shorter lists in the expressions."),
    ("read-too-early", "a question asked earlier", "Move the question it reads to an earlier page, or this after it."),
    ("never-true", "a condition that can be true", "Nobody would ever see this: change the condition, or take it out."),
    ("always-stops", "a condition that can be false", "Nobody could ever send this: change the condition."),
    ("unknown-option", "a value of the question's options", "Check the spelling of the option's value."),
)
_QUESTIONS = _errors(
    (
        "options-not-a-setting",
        "settings.NAME of a setting of type options",
        "Declare the setting, or write the options here.",
    ),
    ("wrong-default", "a value the question takes", "Change the default, or what it must fit."),
    ("min-over-max", "min no greater than max", "Swap them, or change one."),
    ("group-in-group", "questions without a group", "A group cannot hold a group: ask it on a page of its own."),
    (
        "file-in-officers-group",
        "questions without files",
        "Officers answer a group on one page: ask for the files in a question of its own, beside the group.",
    ),
    (
        "book-without-slot",
        "the id of a question of type slot",
        "Ask a question of type slot, and name it under `book`.",
    ),
    ("slot-without-book", "`book` in the pattern", "Say under `book` which calendar the slots come from."),
    (
        "place-does-not-decide",
        "one place within `any-council`, outside groups and asked of residents",
        "Let one place decide which council it is for, and ask the others within `anywhere`.",
    ),
    ("unknown-fact", "a fact of the closed list", "The reference lists the facts. Leave it out for anything else."),
    (
        "fact-of-wrong-type",
        "a question of a type that fits the fact",
        "Name another fact, or change the question's type.",
    ),
    ("unknown-question", "the id of a question of this pattern", "Check the spelling."),
    (
        "was-in-use",
        "an id nothing has any more",
        "`was` names a former id; take out what still bears it, or this line.",
    ),
)
_DATA = _errors(
    (
        "data-missing",
        "`data` with power, basis, special, keep and then",
        "This asks for personal data: say by what law, on what ground, and how long it is kept.",
    ),
    ("keep-too-long", "a time no longer than `data.keep`", "Shorten it, or lengthen `data.keep`."),
    ("keep-from-nothing", "a beginning that this service has", "Count from `closed`, or add what it counts from."),
    ("undecided-of-nothing", "the address of a part of this pattern", "Check the spelling, or take the line out."),
    ("unknown-duty", "a duty of the closed list", "The reference lists the duties."),
    ("need-missing", "`need` with lgsl and lgil", "Say which need of the sector's lists this meets."),
    (
        "need-twice",
        "`need` under each duty only",
        "Where `duty` is a list, each entry has its own `need`: take out the one above.",
    ),
    (
        "duty-never-reached",
        "an entry with a condition before it",
        "An earlier entry always decides: take this out, or give that one a `when`.",
    ),
    (
        "duty-asked-late",
        "the pages the duty is decided by, first",
        "Move the pages that decide the duty before all others.",
    ),
)
_CASE = _errors(
    ("unknown-state", "the id of a state", "Check the spelling, or add the state."),
    ("unreachable-state", "a way to it from the first state", "Name it under `next` of another state, or take it out."),
    ("no-way-out", "`next`, `after` or `final`, and a way to a final state", "A request would stand here for ever."),
    (
        "final-moves-on",
        "a final state without next and after",
        "A closed request does not move: take out `final`, or `next` and `after`.",
    ),
    (
        "automatic-move-needs-answers",
        "a state that asks nothing and needs no reason",
        "Nobody is there to answer when a request moves by itself.",
    ),
    (
        "opens-nowhere",
        "a first state that every nation has",
        "A request is opened in it everywhere: take out `nations`, or put another state first.",
    ),
    ("not-longer", "a longer time than the clock's own", "Lengthen it, or take it out."),
    (
        "date-not-asked",
        "a question of type date that the state asks",
        "Name one of the dates under `ask` of the state, or ask for the day there.",
    ),
    (
        "length-not-a-setting",
        "settings.NAME of a setting of type integer",
        "Declare the setting, or write the number here.",
    ),
    (
        "length-without-bounds",
        f"`min` of 1 or more and `max` of {MOST_COUNTED:,} or less",
        "Give the setting both, so that whatever a council sets is a length of time.",
    ),
    (
        "law-can-be-lengthened",
        "a setting whose `max` is its default",
        "A layer may shorten what the law sets, and never lengthen it: give the setting its default as `max`.",
    ),
    (
        "until-nothing",
        "a state in which the time of `renew` has begun",
        "Move it to a state that comes after the one `renew` starts with, or give a length.",
    ),
    (
        "renewal-from-nothing",
        "a date that is always answered when the time begins",
        "Ask the officer for it in the state that `starts` names, or the resident where it starts with `received`.",
    ),
    ("law-missing", "`law` with the law that sets it", "A protected clock is statutory: cite its law."),
    ("message-missing", "a file in messages/", "Write the message, or take it out of `tell`."),
    (
        "message-without-source",
        "the message in English beside its translation",
        "Write the English one, or take this out.",
    ),
    (
        "subject-tells-too-much",
        "a subject that names nothing but the reference",
        "Others may see the subject: this service is protected.",
    ),
    ("fee-below-zero", "a total of zero or more", "Nobody is owed money by a fee: raise it."),
    (
        "fee-not-known",
        "questions that everybody who owes this answers",
        "Ask the question always, guard it with answered(…), or put its condition in `when`.",
    ),
)
_WORDS = _errors(
    ("words-not-readable", "{{ name }} or {{ name | date }}", "Write one name between the braces."),
    ("words-unknown-name", "the name of an answer, a setting, or what messages may name", "Check the spelling."),
    (
        "words-value-missing",
        "a value that is always there",
        "Not everybody who reads this has answered that: name something else.",
    ),
    ("words-wrong-format", "a format that fits the value", "Change what follows the |."),
    (
        "plural-not-clear",
        "exactly one {{ name | count }} in each form",
        "Plural forms follow one number: count one thing.",
    ),
    (
        "plural-never-shown",
        "plural categories of the language",
        "This form is never used in this language: take it out.",
    ),
    ("html-in-words", "Markdown without HTML", "Write it in Markdown: HTML is not shown."),
    (
        "link-not-allowed",
        "GOV.UK, legislation.gov.uk, or a setting",
        "Links go to what the council declares: make the address a setting of type url.",
    ),
    ("translation-of-nothing", "the address of a text", "Check the address: no text stands there."),
    ("translation-names-differ", "the names of the text it translates", "Name only values that the source names."),
)
_EXAMPLES = _errors(
    ("example-names-unknown", "an id that the pattern has", "Check the spelling."),
    ("example-differs", "what the example says", "Mend the pattern, or change what the example expects."),
    ("example-not-walked", "an example that can happen", "Change the example, or what keeps it from happening."),
)
_WARNINGS = _warnings(
    (
        "option-not-in-default",
        "a value of the setting's default",
        "Most councils would have no such choice: check the spelling.",
    ),
    (
        "optional-not-guarded",
        'answered("…") in the same expression',
        "It may be left empty; then this is unknown, and does not show, stop or fail.",
    ),
    ("message-unused", "a state that tells it", "Name it under `tell` of a state, or take the file out."),
    (
        "translation-stale",
        "the digest of the text as it stands",
        "The text has changed since: translate it anew, and write the new digest.",
    ),
    ("translation-missing", "a translation of every text", "Readers of the language would see these in English."),
    ("hard-to-read", "grade 8 or easier (Flesch–Kincaid)", "Use shorter sentences and plainer words."),
    ("repeats-block", "a block that asks the same", "Use the block: its words and translations are shared."),
    ("duty-may-be-undecided", "a last entry without `when`", "Where no condition is true, nobody is responsible."),
    ("not-reached", "an example that reaches it", "Add an example that does."),
    (
        "guidance-missing",
        "the file guidance.md",
        "Say when to use it, what research says, the law, equality impact, and what varies.",
    ),
    (
        "changelog-missing",
        "an entry for this version in CHANGELOG.md",
        "Add `## VERSION` and what has changed, in words an officer understands.",
    ),
    ("undecided", "a decision", "Decide, write it there, and take its line out of `undecided`."),
    ("placeholder-left", "words for readers", "Somebody meant to come back to this: write what readers need."),
)

CODES: Mapping[str, Code] = MappingProxyType(
    {code.name: code for code in (*_EXPRESSIONS, *_QUESTIONS, *_DATA, *_CASE, *_WORDS, *_EXAMPLES, *_WARNINGS)}
)
"""Every code of the checks of meaning, by name."""

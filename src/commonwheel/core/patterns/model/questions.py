"""The questions: one shape for each type of answer."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from commonwheel.core.patterns.model.keeping import Keep
from commonwheel.core.patterns.model.keys import (
    EVERY_KEY,
    BlockUse,
    ClockTime,
    Condition,
    Day,
    ElementId,
    Markdown,
    Number,
    OptionValue,
    Plain,
    QuestionId,
    SettingName,
    Shape,
    Truth,
    Whole,
    Words,
    doc,
    list_or_name,
)


class Protected(Shape):
    """Why no layer may remove, move or hide an element, or change more of it than hint and translations."""

    FIXED: ClassVar = EVERY_KEY

    because: Plain = doc("Why it is protected, in a few words.")
    source: Plain = doc("The law or standard that asks for it.")


class Check(Shape):
    """A rule an answer must satisfy before the page is accepted."""

    FIXED: ClassVar = frozenset({"id", "was"})

    id: ElementId = doc("Unique in the question.")
    that: Condition = doc("What must be true. Unknown counts as satisfied.")
    say: Words = doc("What the resident is told when it is not.")
    was: tuple[ElementId, ...] = doc("Former ids of this check.", ())


class Option(Shape):
    """One choice of a question or of a setting."""

    FIXED: ClassVar = frozenset({"value", "was"})

    value: OptionValue = doc("What is stored and what expressions compare with; unique in the list.")
    label: Words = doc("What the resident reads.")
    hint: Words | None = doc("A line under the label.", None)
    was: tuple[OptionValue, ...] = doc("Former values of this option.", ())


class Asked(Shape):
    """What every entry of `ask` that is a question has."""

    FIXED: ClassVar = frozenset({"id", "type", "protected", "was"})

    id: QuestionId = doc("The question's name in expressions; unique in the whole pattern, used blocks included.")
    when: Condition | None = doc("Asked only when this is true.", None)
    protected: Protected | None = doc("No layer may remove or move it, or set more than its hint.", None)
    was: tuple[QuestionId, ...] = doc("Former ids of this question.", ())


class Answerable(Asked):
    """What every question with an answer has."""

    FIXED: ClassVar = frozenset({"facts"})

    label: Words = doc("What is asked.")
    hint: Words | None = doc("Help under the label.", None)
    optional: Truth = doc("It may be left unanswered.", False)
    missing: Words | None = doc(
        "What is said when it is left unanswered; a sentence for its type where not said.", None
    )
    check: tuple[Check, ...] = doc("Rules for the answer.", ())
    keep: Keep | None = doc("How long this answer is kept, where shorter than `data.keep`.", None)
    facts: ElementId | None = doc("The fact about the resident that this answers, from the closed list of facts.", None)


class Text(Answerable):
    """One line of text."""

    type: Literal["text"]
    min: Whole | None = doc("Fewest characters.", None, ge=0)
    max: Whole | None = doc("Most characters; 200 where not said.", None, ge=1, le=1_000)
    default: Plain | None = doc("What stands in the box at first.", None)


class LongText(Answerable):
    """Several lines of text."""

    type: Literal["long-text"]
    min: Whole | None = doc("Fewest characters.", None, ge=0)
    max: Whole | None = doc("Most characters; 2,000 where not said.", None, ge=1, le=20_000)


class Email(Answerable):
    """An email address."""

    type: Literal["email"]


class Phone(Answerable):
    """A telephone number, of the United Kingdom or with its country code."""

    type: Literal["phone"]


class Name(Answerable):
    """A person's full name, in one box."""

    type: Literal["name"]


class NationalInsurance(Answerable):
    """A National Insurance number."""

    type: Literal["national-insurance"]


class Vehicle(Answerable):
    """A vehicle registration number."""

    type: Literal["vehicle"]


class BankAccount(Answerable):
    """A sort code and account number, kept as `NN-NN-NN NNNNNNNN`."""

    type: Literal["bank-account"]


Options = Annotated[
    Annotated[tuple[Option, ...], Field(min_length=1), Tag("list")] | Annotated[SettingName, Tag("name")],
    Discriminator(list_or_name),
]


class Choice(Answerable):
    """What the questions with options share."""

    options: Options = doc("The choices, or `settings.NAME` of a setting of type options.")


class Radios(Choice):
    """One of a few choices, all shown."""

    type: Literal["radios"]
    default: OptionValue | None = doc("The choice marked at first.", None)


class Select(Choice):
    """One of many choices, in a drop-down list."""

    type: Literal["select"]
    default: OptionValue | None = doc("The choice marked at first.", None)


class Checkboxes(Choice):
    """Any number of choices."""

    type: Literal["checkboxes"]
    min: Whole | None = doc("Fewest choices; 1 where not optional.", None, ge=0)
    max: Whole | None = doc("Most choices.", None, ge=1)


class NumberAnswer(Answerable):
    """A number; whole unless `decimals` is given."""

    type: Literal["number"]
    decimals: Whole | None = doc("Digits after the point; makes it a double in expressions.", None, ge=1, le=6)
    min: Number | None = doc("Smallest value.", None)
    max: Number | None = doc("Largest value.", None)
    default: Number | None = doc("What stands in the box at first.", None)


class Money(Answerable):
    """An amount in pounds and pence; kept and compared in pence."""

    type: Literal["money"]
    min: Whole | None = doc("Smallest amount, in pence.", None)
    max: Whole | None = doc("Largest amount, in pence.", None)


class YesNo(Answerable):
    """Yes or no."""

    type: Literal["yes-no"]
    default: Truth | None = doc("The choice marked at first.", None)


class Declaration(Answerable):
    """A statement the sender must agree to; its label is the statement."""

    type: Literal["declaration"]


class Date(Answerable):
    """A calendar day."""

    type: Literal["date"]
    min: Day | None = doc("Earliest day.", None)
    max: Day | None = doc("Latest day.", None)


class Time(Answerable):
    """A time of day; minutes after midnight in expressions."""

    type: Literal["time"]
    min: ClockTime | None = doc("Earliest time.", None)
    max: ClockTime | None = doc("Latest time.", None)


FileKind = Literal["pdf", "jpg", "png", "heic", "webp", "gif", "docx", "xlsx", "odt", "ods", "csv", "txt"]


class File(Answerable):
    """One or more uploaded files."""

    type: Literal["file"]
    accept: tuple[FileKind, ...] = doc("The kinds of file taken.", ("pdf", "jpg", "png"), min_length=1)
    min: Whole | None = doc("Fewest files; 1 where not optional.", None, ge=0)
    max: Whole = doc("Most files.", 1, ge=1, le=20)
    max_mb: Whole = doc("Largest size of one file, in megabytes.", 10, ge=1, le=50)


class Signature(Answerable):
    """A signature: a picture drawn or uploaded, or a typed name."""

    type: Literal["signature"]


class Address(Answerable):
    """A property from the council's address register, or a typed address."""

    type: Literal["address"]
    within: Literal["authority", "anywhere"] = doc("Where the address may be.", "anywhere")


class Place(Answerable):
    """A spot on the ground."""

    type: Literal["place"]
    within: Literal["authority", "anywhere", "any-council"] = doc(
        "Where the spot may be. With `any-council` the duty and the spot decide which council it is sent to.",
        "authority",
    )


class Slot(Answerable):
    """A bookable period of a calendar."""

    type: Literal["slot"]


class Show(Asked):
    """Words among the questions; no answer."""

    type: Literal["show"]
    text: Markdown = doc("What is shown, in Markdown.")


class Group(Answerable):
    """Questions that repeat: "add another"."""

    type: Literal["group"]
    ask: tuple["Question", ...] = doc("The members; each id is unique in the group.", min_length=1)
    entry: Words | None = doc("What one entry is called, such as `Vehicle`.", None)
    min: Whole = doc("Fewest entries.", 1, ge=0, le=50)
    max: Whole = doc("Most entries.", 10, ge=1, le=50)


class Use(Shape):
    """A published block taken in at this place. `ask` is filled in from the folder's copy of it."""

    FIXED: ClassVar = frozenset({"id", "use", "protected", "was"})

    id: ElementId = doc("The name of this use; unique in the step.")
    use: BlockUse = doc("The block and its major version, `publisher/name@1`.")
    when: Condition | None = doc("Asked only when this is true.", None)
    protected: Protected | None = doc("No layer may remove or move it.", None)
    was: tuple[ElementId, ...] = doc("Former ids of this use.", ())


def _tag(value: Any) -> str | None:
    if isinstance(value, dict):
        return "use" if "use" in value else value.get("type")
    return "use" if isinstance(value, Use) else getattr(value, "type", None)


Question = Annotated[
    Annotated[Text, Tag("text")]
    | Annotated[LongText, Tag("long-text")]
    | Annotated[Email, Tag("email")]
    | Annotated[Phone, Tag("phone")]
    | Annotated[Name, Tag("name")]
    | Annotated[Radios, Tag("radios")]
    | Annotated[Select, Tag("select")]
    | Annotated[Checkboxes, Tag("checkboxes")]
    | Annotated[NumberAnswer, Tag("number")]
    | Annotated[Money, Tag("money")]
    | Annotated[YesNo, Tag("yes-no")]
    | Annotated[Declaration, Tag("declaration")]
    | Annotated[Date, Tag("date")]
    | Annotated[Time, Tag("time")]
    | Annotated[File, Tag("file")]
    | Annotated[Address, Tag("address")]
    | Annotated[Place, Tag("place")]
    | Annotated[Slot, Tag("slot")]
    | Annotated[Signature, Tag("signature")]
    | Annotated[NationalInsurance, Tag("national-insurance")]
    | Annotated[Vehicle, Tag("vehicle")]
    | Annotated[BankAccount, Tag("bank-account")]
    | Annotated[Group, Tag("group")]
    | Annotated[Show, Tag("show")],
    Discriminator(_tag),
]
Entry = Annotated[
    Annotated[Text, Tag("text")]
    | Annotated[LongText, Tag("long-text")]
    | Annotated[Email, Tag("email")]
    | Annotated[Phone, Tag("phone")]
    | Annotated[Name, Tag("name")]
    | Annotated[Radios, Tag("radios")]
    | Annotated[Select, Tag("select")]
    | Annotated[Checkboxes, Tag("checkboxes")]
    | Annotated[NumberAnswer, Tag("number")]
    | Annotated[Money, Tag("money")]
    | Annotated[YesNo, Tag("yes-no")]
    | Annotated[Declaration, Tag("declaration")]
    | Annotated[Date, Tag("date")]
    | Annotated[Time, Tag("time")]
    | Annotated[File, Tag("file")]
    | Annotated[Address, Tag("address")]
    | Annotated[Place, Tag("place")]
    | Annotated[Slot, Tag("slot")]
    | Annotated[Signature, Tag("signature")]
    | Annotated[NationalInsurance, Tag("national-insurance")]
    | Annotated[Vehicle, Tag("vehicle")]
    | Annotated[BankAccount, Tag("bank-account")]
    | Annotated[Group, Tag("group")]
    | Annotated[Show, Tag("show")]
    | Annotated[Use, Tag("use")],
    Discriminator(_tag),
]
QUESTION_TYPES = (
    "text",
    "long-text",
    "email",
    "phone",
    "name",
    "radios",
    "select",
    "checkboxes",
    "number",
    "money",
    "yes-no",
    "declaration",
    "date",
    "time",
    "file",
    "address",
    "place",
    "slot",
    "signature",
    "national-insurance",
    "vehicle",
    "bank-account",
    "group",
    "show",
)
Group.model_rebuild()

"""A question as a page shows it: plain values only, so that anything can be shown without a pattern or a database."""

from dataclasses import dataclass, field

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class OptionView:
    """One choice; `lang` and `hint_lang` as of `FieldView`."""

    value: str
    label: str
    hint: str = ""
    lang: str = ""
    hint_lang: str = ""


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """One address that the finder found: `value` is what is sent back when it is chosen."""

    value: str
    line: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of a group: its words, and the values of the buttons by which it is changed or removed."""

    summary: str
    change: str
    remove: str


@dataclass(frozen=True, slots=True)
class FileView:
    """One file already uploaded. `remove` is the value of the button that takes it away."""

    name: str
    remove: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """
    A question on a page.

    Attributes:
        id: the question's id; also the name of its control and the target of its error.
        type: one of the types of the pattern language, such as `date`.
        lang: language of the label where it is not the page's; empty where it is. `hint_lang` likewise.
        value: what was answered, as it was typed: text of a one-box question, or the value of a choice.
        chosen: the values chosen, of checkboxes.
        parts: what was typed in each box of a question with several, such as `(("day", "3"), …)`;
            the boxes of each type are in `PARTS`, and a box is called `id-part`.
        error: what is wrong with the answer, as a sentence; empty where nothing is.
        error_parts: the boxes at fault; all where empty.
        heading: the only question of its page: its label is the page's h1.
        text: of `show`, what is shown, as HTML of ours.
        max: of `long-text`, most characters; of `file`, most files.
        facts: the fact about the person it asks, from which autocomplete follows.
        found: of `address`, what the register has for the postcode; None before it was asked.
        typed: of `address`, the person chose to type it.
        add: of `group`, the value of the button that adds an entry; empty where there is room for no more.
    """

    id: str
    type: str
    label: str = ""
    hint: str = ""
    options: tuple[OptionView, ...] = ()
    value: str = ""
    chosen: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    error: str = ""
    error_parts: tuple[str, ...] = ()
    optional: bool = False
    heading: bool = False
    text: Markup = field(default_factory=Markup)
    max: int = 0
    max_mb: int = 0
    decimals: int = 0
    accept: tuple[str, ...] = ()
    facts: str = ""
    found: tuple[FoundAddress, ...] | None = None
    typed: bool = False
    entries: tuple[EntryView, ...] = ()
    add: str = ""
    entry: str = ""
    files: tuple[FileView, ...] = ()
    lang: str = ""
    hint_lang: str = ""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One line of the error summary: `target` is the id of the control it leads to."""

    target: str
    message: str

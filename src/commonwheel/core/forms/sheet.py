"""A sheet with one question a row, as a form of ours: how people draft a form who have no editor for one."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from commonwheel.core.forms.cel import expression
from commonwheel.core.forms.leaves import CannotBeSaid, Known, text_of
from commonwheel.core.forms.names import named
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.source import Asked, Choice, Form, FormCannotBeRead, Page, Said
from commonwheel.core.forms.terms import Answer, Call, Constant, Term, both, negated
from commonwheel.core.patterns.model.questions import QUESTION_TYPES

KIND = "sheet"
MOST_ROWS, MOST_COLUMNS = 5_000, 100
_HEADINGS_WITHIN = 20
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "question": ("question", "label", "question text", "field", "field label", "title"),
    "type": ("type", "kind", "answer type", "field type", "format"),
    "options": ("options", "choices", "values", "answers"),
    "hint": ("hint", "help", "help text", "guidance", "description"),
    "optional": ("optional",),
    "required": ("required", "mandatory", "compulsory"),
    "page": ("page", "section", "step", "page title"),
    "when": ("when", "show when", "shown when", "show if", "condition", "only if"),
    "name": ("name", "id", "key", "field name", "code"),
    "min": ("min", "minimum"),
    "max": ("max", "maximum", "max length"),
    "text": ("text", "words", "content"),
}
_KINDS: Mapping[str, str] = {
    "short text": "text", "string": "text", "line": "text", "textbox": "text", "text box": "text", "url": "text",
    "long text": "long-text", "paragraph": "long-text", "textarea": "long-text", "multi-line": "long-text",
    "radio": "radios", "radio buttons": "radios", "choice": "radios", "single choice": "radios", "yes/no": "yes-no",
    "yes no": "yes-no", "boolean": "yes-no", "tick box": "yes-no", "dropdown": "select", "drop-down": "select",
    "list": "select", "checkbox": "checkboxes", "tick boxes": "checkboxes", "multiple choice": "checkboxes",
    "telephone": "phone", "phone number": "phone", "e-mail": "email", "email address": "email", "integer": "number",
    "currency": "money", "amount": "money", "upload": "file", "attachment": "file", "location": "place", "map": "place",
    "full name": "name", "heading": "show", "information": "show", "text only": "show", "agreement": "declaration",
}  # fmt: skip
_LISTED = ("radios", "select", "checkboxes")
_YES = ("yes", "y", "true", "1", "x", "✓", "optional", "required", "mandatory", "compulsory")
_SPLIT = re.compile(r"\s*[|;\n]\s*")
_CONDITION = re.compile(r"(.+?)\s*(!=|<>|>=|<=|=|<|>|\bis not\b|\bis\b|\bincludes\b)\s*(.+)", re.IGNORECASE)
_OPERATORS = {"=": "==", "is": "==", "!=": "!=", "<>": "!=", "is not": "!="}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the sheet, from 1, and its cells by our name of the column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell; "" where there is none."""
        return self.cells.get(column, "")


def rows_of_csv(text: str) -> list[list[str]]:
    """Return the cells of a CSV file, whatever it is separated by."""
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    return list(csv.reader(io.StringIO(text), dialect))


def read_sheet(rows: Sequence[Sequence[str]], name: str, report: Report) -> Form:
    """
    Return a form.

    Args:
        rows: the cells, headings first.
        name: of the file, which becomes the title.

    Raises:
        FormCannotBeRead: no column says what is asked, or there are more rows than any form has.
    """
    if len(rows) > MOST_ROWS:
        raise FormCannotBeRead(
            f"{name} has {len(rows):,} rows. A form has {MOST_ROWS:,} at most: is this the right file?"
        )
    return _Reading(_rows(rows, name, report), name, report).form()


# Private


def _rows(rows: Sequence[Sequence[str]], name: str, report: Report) -> list[Row]:
    """Return the rows under the row of headings, each cell by our name of its column."""
    top, columns = _headings(rows, name)
    for place, head in enumerate(rows[top]):
        if place not in columns and any(place < len(row) and row[place].strip() for row in rows[top + 1 :]):
            report.leave(
                f"The column “{head.strip() or place + 1}”", f"row {top + 1}", "No column of that name is known."
            )
    found = []
    for number, row in enumerate(rows[top + 1 :], start=top + 2):
        cells = {
            column: row[place].strip() for place, column in columns.items() if place < len(row) and row[place].strip()
        }
        if cells:
            found.append(Row(number, cells))
    return found


def _headings(rows: Sequence[Sequence[str]], name: str) -> tuple[int, dict[int, str]]:
    """Return which row has the headings, from 0, and our name of each column by its place."""
    for number, heads in enumerate(rows[:_HEADINGS_WITHIN]):
        columns = {place: column for place, head in enumerate(heads[:MOST_COLUMNS]) if (column := _column(head))}
        if "question" in columns.values():
            return number, columns
    raise FormCannotBeRead(f"{name} has no column called “Question”. Write the headings in the first row.")


def _column(head: str) -> str:
    plain = re.sub(r"[^a-z ]+", " ", head.lower()).strip()
    return next((column for column, names in _COLUMNS.items() if plain in names), "")


@dataclass(slots=True)
class _Reading:
    rows: list[Row]
    name: str
    report: Report

    def form(self) -> Form:
        pages = list(self._pages())
        known = named(pages, self.report)
        by_words = {
            words.lower(): asked for page in pages for asked in page.questions for words in (asked.label, asked.key)
        }
        when = {f"row {row.number}": row["when"] for row in self.rows if row["when"]}
        made = [
            replace(
                page,
                items=tuple(replace(item, shown=self._shown(item.where, when, by_words, known)) for item in page.items),
            )
            for page in pages
        ]
        title = re.sub(r"[-_]+", " ", self.name.rpartition(".")[0] or self.name)
        return Form(KIND, title[:1].upper() + title[1:], tuple(made), known)

    def _pages(self) -> Iterator[Page]:
        """Yield a page for each run of rows with one page's name, or for each question."""
        groups: list[tuple[str, list[Row]]] = []
        for row in self.rows:
            if groups and row["page"] and row["page"] == groups[-1][0]:
                groups[-1][1].append(row)
            else:
                groups.append((row["page"], [row]))
        for title, rows in groups:
            self.report.count("pages")
            items = tuple(self._item(row) for row in rows)
            yield Page(title or f"row-{rows[0].number}", title, f"row {rows[0].number}", items)

    def _item(self, row: Row) -> Asked | Said:
        where, kind = f"row {row.number}", self._kind(row)
        if kind == "show":
            return Said(row["text"] or row["question"], where)
        choices = tuple(Choice(one, one, where=where) for one in _SPLIT.split(row["options"]) if one)
        if kind not in _LISTED and choices:
            kind = "radios"
        if kind in _LISTED and not choices:
            self.report.change(f"“{row['question']}”", where, "It has no options: it is asked for as a line of text.")
            kind = "text"
        return Asked(
            key=row["name"] or where,
            kind=kind,
            label=row["question"] or row["name"],
            where=where,
            hint=" ".join(part for part in (row["hint"], row["text"]) if part),
            optional=self._optional(row),
            choices=choices,
            limits=self._limits(row, kind),
        )

    def _kind(self, row: Row) -> str:
        said = row["type"].lower().strip()
        kind = _KINDS.get(said, said.replace(" ", "-"))
        if kind in QUESTION_TYPES and kind not in ("group", "slot"):
            return kind
        if said:
            self.report.change(
                f"The type “{row['type']}”", f"row {row.number}", "It is not known: a line of text is asked for."
            )
        elif not row["question"]:
            return "show"
        return "text"

    @staticmethod
    def _optional(row: Row) -> bool:
        if row["optional"]:
            return row["optional"].lower() in _YES
        return bool(row["required"]) and row["required"].lower() not in _YES

    def _limits(self, row: Row, kind: str) -> dict[str, int]:
        found = {}
        for key in ("min", "max"):
            if row[key].isdecimal() and kind in ("text", "long-text", "number", "checkboxes"):
                found[key] = int(row[key])
            elif row[key]:
                self.report.leave(
                    f"`{key}`: {row[key]}", f"row {row.number}", "It does not fit the type of the question."
                )
        return found

    def _shown(
        self, where: str, when: Mapping[str, str], by_words: Mapping[str, Asked], known: Mapping[str, Known]
    ) -> Term | None:
        """Return the condition of a row, such as `Colour = Red and Size > 3`."""
        text = when.get(where)
        if text is None:
            return None
        try:
            term = both(*(self._part(part, by_words) for part in re.split(r"\s+and\s+", text, flags=re.IGNORECASE)))
            expression(term, known)
        except CannotBeSaid as reason:
            self.report.count("conditions", kept=False)
            self.report.leave(f"The condition “{text}”", where, f"It is always asked, because {reason}")
            return None
        self.report.count("conditions")
        return term

    @staticmethod
    def _part(text: str, by_words: Mapping[str, Asked]) -> Term:
        found = _CONDITION.fullmatch(text.strip())
        asked = by_words.get(found[1].strip().strip("“”\"'").lower()) if found else None
        if found is None or asked is None:
            raise CannotBeSaid("it should read “a question = an answer”, with the question as its row has it.")
        operator, value = found[2].lower(), found[3].strip().strip("“”\"'")
        chosen = next((one.value for one in asked.choices if text_of(one.value).lower() == value.lower()), value)
        answer = Answer(asked.key)
        if operator == "includes" or asked.kind == "checkboxes":
            has = Call("has", (answer, Constant(chosen)))
            return negated(has) if _OPERATORS.get(operator) == "!=" else has
        return Call(_OPERATORS.get(operator, operator), (answer, Constant(chosen)))  # type: ignore[arg-type]  # a comparison

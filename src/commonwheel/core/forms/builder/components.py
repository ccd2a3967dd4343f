"""Components of a form builder's page as questions and words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from commonwheel.core.forms.cursor import Cursor
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.source import Asked, Choice, Item, Rule, Said
from commonwheel.core.forms.terms import Answer, Call, Constant

KINDS: Mapping[str, str] = {
    "TextField": "text", "FreeTextField": "long-text", "MultilineTextField": "long-text", "YesNoField": "yes-no",
    "RadiosField": "radios", "SelectField": "select", "AutocompleteField": "select", "CheckboxesField": "checkboxes",
    "NumberField": "number", "DatePartsField": "date", "DateField": "date", "DatePartsFieldField": "date",
    "TimeField": "time", "EmailAddressField": "email", "TelephoneNumberField": "phone", "UkAddressField": "address",
    "WebsiteField": "text", "FileUploadField": "file", "ClientSideFileUploadField": "file", "DeclarationField":
    "declaration", "MonthYearField": "text", "DateTimeField": "text", "DateTimePartsField": "text",
    "EastingNorthingField": "place", "LatLongField": "place", "OsGridRefField": "place",
    "NationalGridFieldNumberField": "place", "GeospatialField": "place", "MultiInputField": "group",
    "ContextComponent": "text", "PaymentField": "number", "HiddenField": "text",
}  # fmt: skip
"""The type that each kind of field becomes."""
_CHANGED: Mapping[str, str] = {
    "WebsiteField": "An address on the web is asked for as a line of text.",
    "MonthYearField": "A month and year are asked for as a line of text.",
    "DateTimeField": "A day and time together are asked for as a line of text.",
    "DateTimePartsField": "A day and time together are asked for as a line of text.",
    "EastingNorthingField": "A spot is pointed at on a map, or described by a postcode or grid reference.",
    "LatLongField": "A spot is pointed at on a map, or described by a postcode or grid reference.",
    "OsGridRefField": "A spot is pointed at on a map, or described by a postcode or grid reference.",
    "NationalGridFieldNumberField": "A spot is pointed at on a map, or described by a postcode or grid reference.",
    "GeospatialField": "One spot is pointed at; an outline or several spots cannot be drawn.",
    "AutocompleteField": "A list that completes what is typed becomes a drop-down list.",
    "PaymentField": "An amount typed by the resident is asked for as a number; a fee is worked out under `fee`.",
}
WORDS = ("Para", "Html", "Details", "InsetText", "Markdown", "NotificationBanner", "WarningText", "List", "FlashCard")
_LOOKS = (
    "classes", "hideTitle", "optionalText", "bold", "autocomplete", "columnTitles", "showNoScriptWarning", "rows",
    "suffix", "disableChangingFromSummary", "exposeToContext", "noReturnUrlOnSummaryPage",
)  # fmt: skip
_LISTED = ("radios", "select", "checkboxes")
LOOK = "How a page looks and is filled in is the design system’s, and the same in every service."
OWN_SENTENCES = "Every type of question has sentences of its own for what cannot be, in each language."
NO_PLACE = "The pattern language has no place for it."
_TWICE = "Each question has an id of its own; conditions that read one of that name read them all."
_FORM = "Enter it in the form that is asked for"
_MOST_FILES = 20
_MIME: Mapping[str, str] = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/heic": "heic",
    "application/pdf": "pdf", "text/plain": "txt", "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt", "application/vnd.oasis.opendocument.spreadsheet": "ods",
    ".jpg": "jpg", ".jpeg": "jpg", ".png": "png", ".pdf": "pdf", ".txt": "txt", ".csv": "csv", ".docx": "docx",
    ".xlsx": "xlsx", ".odt": "odt", ".ods": "ods", ".gif": "gif", ".heic": "heic",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of choices of a form, by name and by id; `used` gathers those that something shows."""

    by_name: Mapping[str, tuple[Choice, ...]]
    used: set[str]

    def of(self, name: str) -> tuple[Choice, ...]:
        """Return the choices of a list; none where there is no such list."""
        self.used.add(name)
        return self.by_name.get(name, ())


@dataclass(frozen=True, slots=True)
class Components:
    """
    Reads the components of a form's pages.

    Attributes:
        shown_when: the names of conditions of words, by the place of the words; they may read what is asked later.
        keys: of the questions read, by what the source calls them; several where pages on different ways share one.
    """

    lists: Lists
    report: Report
    shown_when: dict[str, str] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)

    def read(self, source: Cursor, section: str) -> Item | None:
        """Return a component as a question or words; None, noted, where the language has nothing like it."""
        kind = source.text("type")
        source.take("id")
        if kind in WORDS:
            return self._words(source, kind)
        if kind in KINDS:
            return self.question(source, section)
        self.report.count("questions", kept=False)
        name = source.text("title", "name") or kind
        self.report.leave(f"“{name}” ({kind or 'component'})", source.where, "No question is of this kind.")
        return None

    def question(self, source: Cursor, section: str | None) -> Asked:
        """Return a component that is a field."""
        kind = KINDS.get(source.text("type"), "text")
        options = source.inside("options")
        choices = self._choices(source) if kind in _LISTED else ()
        asked = Asked(
            key=self._key(source, section),
            kind=kind if choices or kind not in _LISTED else "text",
            label=source.text("title", "shortDescription"),
            where=source.where,
            hint=self._hint(source),
            optional=not options.truth("required", default=True),
            choices=choices,
            limits=self._limits(source, options, kind),
            members=self._members(source) if kind == "group" else (),
            missing=self._missing(options),
            checks=tuple(self._checks(options, source, kind)),
        )
        self._tell(source, options, asked)
        return asked

    # Private

    def _key(self, source: Cursor, section: str | None) -> str:
        """Return the key of a field: its name with its section; with its place too where another field has it."""
        own = source.text("name") or source.where
        if section is None:
            return own
        name = ".".join(part for part in (section, own) if part)
        same = self.keys.setdefault(name, [])
        if same:
            self.report.change(f"A second question called `{own}`", f"{source.where}/name", _TWICE)
        same.append(name if not same else f"{name} {source.where}")
        return same[-1]

    @staticmethod
    def _hint(source: Cursor) -> str:
        hint, content = source.text("hint"), source.text("content")
        return f"{content} {hint}".strip()

    def _words(self, source: Cursor, kind: str) -> Item | None:
        options = source.inside("options")
        for key in ("name", "schema", "shortDescription"):
            source.take(key)
        options.take("required")
        self._looks(options)
        content, title = source.text("content"), source.text("title")
        if kind in ("List", "FlashCard"):
            bullets = (
                f"- {one.label}{': ' + one.hint if one.hint else ''}" for one in self.lists.of(source.text("list"))
            )
            content, title = "\n".join(bullets), ""
            source.take("title")
        heading = options.text("heading")
        parts = [f"**{one}**" for one in (title, heading) if one and kind not in ("Para", "Html", "Markdown")]
        name = options.text("condition")
        if name:
            self.shown_when[source.where] = name
        return Said("\n\n".join([*parts, content]).strip(), source.where)

    def _choices(self, source: Cursor) -> tuple[Choice, ...]:
        name = source.text("list")
        values = source.inside("values")
        values.text("type")
        if name or not values.value.get("items"):
            found = self.lists.of(name)
            if not found:
                self.report.leave(
                    f"The choices of “{source.text('title')}”", source.where, f"There is no list {name!r}."
                )
            return found
        return tuple(
            Choice(one.take("value", ""), one.text("label", "text"), one.text("hint", "description"), one.where)
            for one in values.each("items")
        )

    @staticmethod
    def _checks(options: Cursor, source: Cursor, kind: str) -> Iterator[Rule]:
        """Yield what form a text has, and how long ago or ahead a day may be."""
        form = source.inside("schema").text("regex") if kind in ("text", "long-text") else ""
        if form:
            said = str(options.inside("customValidationMessages").value.get("string.pattern.base") or _FORM)
            yield Rule("format", Call("matches", (Answer(source.text("name")), Constant(form))), said)
        past, ahead = options.whole("maxDaysInPast"), options.whole("maxDaysInFuture")
        answer = Answer(source.text("name"))
        if past is not None:
            earliest = Call("today", (Constant(-past),))
            yield Rule(
                "not-too-long-ago", Call(">=", (answer, earliest)), f"The date must be within the last {past} days"
            )
        if ahead is not None:
            latest = Call("today", (Constant(ahead),))
            yield Rule(
                "not-too-far-ahead", Call("<=", (answer, latest)), f"The date must be within the next {ahead} days"
            )

    def _members(self, source: Cursor) -> tuple[Asked, ...]:
        found = []
        for child in source.each("children"):
            child.take("id")
            if child.text("type") not in KINDS or child.text("type") == "MultiInputField":
                self.report.count("questions", kept=False)
                self.report.leave(f"“{child.text('title')}”", child.where, "No question of a list is of this kind.")
            else:
                found.append(self.question(child, None))
        return tuple(found)

    def _limits(self, source: Cursor, options: Cursor, kind: str) -> dict[str, Any]:
        schema = source.inside("schema")
        if kind == "group":
            most = options.whole("maxMultiInputFieldRows")
            return {} if most is None else {"max": max(1, min(50, most))}
        if kind == "file":
            return self._files(schema, options)
        found: dict[str, Any] = {}
        if kind in ("text", "long-text", "number", "checkboxes"):
            least, most = schema.whole("min"), schema.whole("max")
            length = schema.whole("length")
            found = {"min": least if length is None else length, "max": most if length is None else length}
        if kind == "number":
            decimals = schema.whole("precision")
            found["decimals"] = decimals if decimals and decimals <= 6 else None  # noqa: PLR2004  # the language's most
            schema.take("integer")
        return {key: value for key, value in found.items() if value is not None}

    @staticmethod
    def _files(schema: Cursor, options: Cursor) -> dict[str, Any]:
        dropped = options.inside("dropzoneConfig")
        dropped.take("parallelUploads")
        wanted = [dropped.text("acceptedFiles"), options.text("accept")]
        kinds = [_MIME.get(one.strip().lower()) for one in ",".join(wanted).split(",") if one.strip()]
        found: dict[str, Any] = {}
        if known := list(dict.fromkeys(kind for kind in kinds if kind)):
            found["accept"] = known
        least, most = schema.whole("min"), schema.whole("max") or dropped.whole("maxFiles")
        least = least if least is not None else options.whole("minimumRequiredFiles")
        if most or options.truth("multiple"):
            found["max"] = min(most or 10, _MOST_FILES)
        if least and least <= found.get("max", 1):
            found["min"] = least
        size = dropped.whole("maxFilesize")
        if size:
            found["max_mb"] = max(1, min(50, size))
        return found

    def _missing(self, options: Cursor) -> str:
        said = options.inside("customValidationMessages")
        kept = said.text("any.required", "string.empty", "any.only", "number.base", "date.base")
        for where, _ in said.leftovers():
            self.report.change("A sentence for an answer that cannot be", where, OWN_SENTENCES)
        for key in list(said.value):
            said.take(key)
        return kept

    def _tell(self, source: Cursor, options: Cursor, asked: Asked) -> None:
        """Note what of a field became something else, and what its type does by itself."""
        kind = source.text("type")
        if kind in _CHANGED:
            self.report.change(f"“{asked.label}” ({kind})", source.where, _CHANGED[kind])
        self._looks(options)
        schema = source.inside("schema")
        if asked.kind == "phone" and schema.text("regex"):
            self.report.change("The form of a telephone number", f"{schema.where}/regex", OWN_SENTENCES)
        source.take("nameHasError")
        source.inside("values").text("type")
        if options.text("prefix") == "£":
            self.report.change(
                "The sign £ before a number", f"{options.where}/prefix", "The number is asked for alone."
            )
        for key in ("usePostcodeLookup", "allowPrePopulation", "allowPrePopulationOverwrite"):
            if options.value.get(key):
                self.report.change(
                    f"`{key}`",
                    f"{options.where}/{key}",
                    "Addresses are looked up, and known facts offered, in every service.",
                )
            options.take(key)

    def _looks(self, options: Cursor) -> None:
        for key in _LOOKS:
            if options.value.get(key) not in (None, "", [], {}, False):
                self.report.leave(f"`{key}`", f"{options.where}/{key}", LOOK)
            options.take(key)

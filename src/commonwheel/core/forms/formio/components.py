"""Components of Form.io as questions and words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from commonwheel.core.forms.cursor import Cursor, says_something
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.source import Asked, Choice, Item, Rule, Said
from commonwheel.core.forms.terms import Answer, Call, Constant

KINDS: Mapping[str, str] = {
    "textfield": "text", "textarea": "long-text", "number": "number", "currency": "money", "email": "email",
    "phoneNumber": "phone", "radio": "radios", "select": "select", "selectboxes": "checkboxes", "date": "date",
    "day": "date", "datetime": "date", "time": "time", "file": "file", "signature": "signature", "address": "address",
    "addressNL": "address", "map": "place", "postcode": "text", "url": "text", "password": "text", "tags": "text",
    "checkbox": "yes-no", "editgrid": "group", "datagrid": "group", "licenseplate": "vehicle", "iban": "text",
    "bsn": "text", "cosign": "email",
}  # fmt: skip
"""The type that each kind of component becomes."""
_CHANGED: Mapping[str, str] = {
    "url": "An address on the web is asked for as a line of text.",
    "password": "A secret has no place in a service: it is asked for as a line of text. Take it out.",
    "tags": "Words apart are asked for as a line of text.",
    "datetime": "The day is asked for without the time.",
    "postcode": "A postcode is asked for as a line of text.",
    "iban": "An account number is asked for as a line of text.",
    "bsn": "A citizen’s number of another country is asked for as a line of text.",
    "cosign": "Somebody who signs as well is asked for by email address only.",
    "addressNL": "The address is found in the register of the council.",
    "checkbox": "A box to tick is a question with yes and no; one that must be ticked is a declaration.",
}  # fmt: skip
INSIDE = ("fieldset", "panel", "columns", "well", "table", "tabs", "container", "form")
WORDS = ("content", "htmlelement", "softRequiredErrors")
_NOTHING = ("button", "hidden", "recaptcha")
_LISTED = ("radios", "select", "checkboxes")
_SCRIPTS = ("customConditional", "calculateValue", "customDefaultValue", "logic", "onChange")
SCRIPT = "It is a program that runs in the browser. A pattern has conditions and checks instead: write one."
LOOKS = "What the editor keeps of a field: how it looks, and how it behaves while it is filled in."
_NO_PLACE = "The pattern language has no place for it."
_FORM = "Enter it in the form that is asked for"
_MANY = "One answer is asked for. Make it a list with “add another” if there can be several."
_READ = frozenset(("key", "label", "hidden", "tooltip"))
_SIMPLE = ("show", "when", "eq", "json")
_RULES = ("required", "customPrivate", "strictDateValidation", "onlyAvailableItems", "multiple", "unique", "step")
_LOOK_KEYS = frozenset((
    "id", "input", "tableView", "widget", "overlay", "labelPosition", "persistent", "validateOn", "clearOnHide",
    "customClass", "placeholder", "hideLabel", "autofocus", "dbIndex", "tabindex", "attributes", "properties",
    "inputType", "inputMask", "inputFormat", "mask", "spellcheck", "rows", "wysiwyg", "editor", "autoExpand",
    "searchEnabled", "searchField", "searchThreshold", "selectThreshold", "fuseOptions", "limit", "lazyLoad", "idPath",
    "template", "dataSrc", "valueProperty", "indexeddb", "filter", "minSearch", "readOnlyValue", "uniqueOptions",
    "theme", "breadcrumb", "breadcrumbClickable", "buttonSettings", "collapsible", "legend", "showInEmail",
    "showInSummary", "showInPDF", "registration", "customOptions", "unique", "dataGridLabel", "inline", "size",
    "optionsLabelPosition", "delimiter", "requireDecimal", "truncateMultipleSpaces", "showCharCount", "showWordCount",
    "allowCalculateOverride", "format", "timePicker", "datePicker", "enableDate", "enableTime", "defaultDate",
    "displayInTimezone", "timezone", "useLocaleSettings", "storage", "url", "dir", "webcam", "fileTypes", "image",
    "displayMode", "addAnotherPosition", "enableRowGroups", "reorder", "initEmpty", "openWhenEmpty", "modal",
    "inlineEdit",
    "templates", "rowDrafts", "groupLabel", "addAnother", "saveRow", "removeRow", "disableAddingRemovingRows",
    "encrypted", "protected", "errorLabel", "modalEdit", "refreshOn", "redrawOn", "disabled", "tags", "case", "name",
    "authenticate", "isSensitiveData", "autocomplete", "action", "block", "disableOnInvalid", "leftIcon", "rightIcon",
    "tableLayout", "hideOnChildrenHidden", "numRows", "numCols", "fieldSet", "calculateServer", "allowMultipleMasks",
    "version", "translatedErrors", "openForms", "errors", "prefill", "shortcut", "value", "cleanRowValue",
    "tag", "className", "attrs", "refreshOnChange", "useConfigFiletypes", "datetimeMode",
    "privateDownload", "hideHeader", "width", "currentWidth", "scrollToTop", "nextPage",
    "searchTerm", "selectFields", "ignoreCache", "clearOnRefresh", "useExactSearch", "provider", "manualMode",
    "switchToManualModeLabel", "enableManualMode", "disableClearIcon", "layout", "deriveAddress",
    "useConfigDefaultMapSettings",
    "phoneNumber", "countryCode", "inputMasks", "decimalSymbol", "thousandsSeparator", "showWeeks", "dateFirst",
    "hideInputLabels", "inputsLabelPosition", "dayFirst", "fields", "maxDate", "minDate", "headers", "rowsCount",
))  # fmt: skip
"""Keys that Form.io writes of every component, and that nobody who fills in a form decides by."""


@dataclass(slots=True)
class Components:
    """
    Reads the components of a page.

    Attributes:
        conditions: the conditions of components by the place of the item, each as the source has it.
        keys: of the questions read, by what the source calls them.
        hidden: keys that are hidden until a rule shows them.
        places: of the items of each component, by its key, words and containers too.
    """

    report: Report
    conditions: dict[str, list[Cursor]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    places: dict[str, list[str]] = field(default_factory=dict)

    def read(self, source: Cursor, around: tuple[Cursor, ...] = (), keys: tuple[str, ...] = ()) -> Iterator[Item]:
        """
        Yield the questions and words of a component, and of those in it.

        Args:
            around: the components it stands in, which must be shown too.
            keys: of those.
        """
        kind, key = source.text("type"), source.text("key")
        whole, names = (*around, source), (*keys, key)
        if kind in INSIDE:
            yield from self._inside(source, kind, whole, names)
            return
        if kind in _NOTHING:
            self._leave(source, f"“{source.text('label') or key}” ({kind})", "Nobody answers it.")
            source.close()
            return
        for item in self._items(source, kind, key):
            self._place(item.where, whole, names)
            yield item
        self._rest(source)

    # Private

    def _items(self, source: Cursor, kind: str, key: str) -> Iterator[Item]:
        if kind in WORDS:
            yield self._words(source)
        elif kind == "survey":
            yield from self._survey(source, key)
        elif kind in KINDS:
            yield self._question(source, kind, key)
        else:
            self.report.count("questions", kept=False)
            self._leave(
                source, f"“{source.text('label') or key}” ({kind or 'component'})", "No question is of this kind."
            )
            source.close()

    def _inside(self, source: Cursor, kind: str, whole: tuple[Cursor, ...], names: tuple[str, ...]) -> Iterator[Item]:
        """Yield what stands in a component that only holds others, under its heading."""
        label = source.text("legend", "label", "title") if kind in ("fieldset", "panel") else ""
        source.text("label", "title", "legend")
        shown = label and not source.truth("hideHeader") and not source.truth("hideLabel")
        if shown and kind == "fieldset" and label.lower() != "fieldset":
            self._place(f"{source.where}/label", whole, names)
            yield Said(f"**{label}**", f"{source.where}/label")
        lists = [source.each("components"), *(one.each("components") for one in source.each("columns"))]
        for one in (inner for found in lists for inner in found):
            yield from self.read(one, whole, names)
        for row in source.value.get("rows") or () if kind == "table" else ():
            for cell in row if isinstance(row, list) else ():
                for number, one in enumerate((cell or {}).get("components") or ()):
                    yield from self.read(Cursor(one, f"{source.where}/rows/*/{number}"), whole, names)
        self._rest(source)

    def _place(self, where: str, whole: tuple[Cursor, ...], names: tuple[str, ...]) -> None:
        for name in names:
            self.places.setdefault(name, []).append(where)
        asked = [one.inside("conditional") for one in whole]
        self.conditions[where] = [
            one for one in asked if says_something(one.value.get("when")) or one.value.get("json")
        ]
        for one, name in zip(whole, names, strict=True):
            if one.truth("hidden"):
                self.hidden.add(name)

    def _words(self, source: Cursor) -> Item:
        for key in ("label", "key", "tag"):
            source.take(key)
        return Said(source.text("html", "content"), source.where)

    def _question(self, source: Cursor, kind: str, key: str) -> Asked:
        rules = source.inside("validate")
        choices = tuple(self._choices(source))
        ours = self._kind(kind, rules, choices)
        if kind in _CHANGED:
            self.report.change(f"“{source.text('label')}” ({kind})", source.where, _CHANGED[kind])
        if source.truth("multiple") and kind != "file":
            self._leave(source, f"Several answers to “{source.text('label')}”", _MANY)
        required = rules.truth("required")
        self.keys.setdefault(key, key)
        return Asked(
            key=key,
            kind=ours,
            label=source.text("label"),
            where=source.where,
            hint=source.text("description") or source.text("tooltip"),
            optional=not required and kind != "checkbox",
            choices=choices if ours in _LISTED else (),
            limits=dict(self._limits(source, rules, ours)),
            members=tuple(self._members(source)) if ours == "group" else (),
            missing=rules.text("customMessage"),
            checks=tuple(self._checks(rules, key, ours)),
        )

    @staticmethod
    def _checks(rules: Cursor, key: str, kind: str) -> Iterator[Rule]:
        """Yield what form a text has: the whole of it, as a browser looks at it."""
        form = rules.text("pattern") if kind in ("text", "long-text") else ""
        if form:
            said = str(rules.value.get("customMessage") or _FORM)
            yield Rule("format", Call("matches", (Answer(key), Constant(f"^(?:{form})$"))), said)

    @staticmethod
    def _kind(kind: str, rules: Cursor, choices: tuple[Choice, ...]) -> str:
        if kind == "checkbox" and rules.value.get("required"):
            return "declaration"
        ours = KINDS[kind]
        return "text" if ours in _LISTED and not choices else ours

    def _members(self, source: Cursor) -> Iterator[Asked]:
        for child in source.each("components"):
            inner = Components(self.report)
            for item in inner.read(child):
                if isinstance(item, Asked) and item.kind != "group":
                    yield item
                else:
                    self._leave(child, f"“{child.text('label')}” in a list", "Lists hold plain questions only.")
            for asked in inner.conditions.values():
                for one in asked:
                    self.report.count("conditions", kept=False)
                    self.report.leave("When a question of a list is shown", one.where, "It is asked in every entry.")

    def _survey(self, source: Cursor, key: str) -> Iterator[Asked]:
        """Yield the rows of a table with one scale, each as a question of its own."""
        scale = tuple(
            Choice(one.take("value", ""), one.text("label"), where=one.where) for one in source.each("values")
        )
        optional = not source.inside("validate").truth("required")
        for row in source.each("questions"):
            name = f"{key}.{row.text('value')}"
            self.keys.setdefault(name, name)
            yield Asked(name, "radios", row.text("label"), row.where, optional=optional, choices=scale)

    def _choices(self, source: Cursor) -> Iterator[Choice]:
        data = source.inside("data")
        for one in (*source.each("values"), *data.each("values")):
            value, label = one.take("value", ""), one.text("label")
            one.take("shortcut")
            if value != "" or label:
                yield Choice(value, label or str(value), one.text("description"), one.where)
            one.take("openForms")
        for key in ("url", "json", "custom", "resource"):
            if says_something(data.value.get(key)):
                self._leave(
                    source, "Choices that are fetched from elsewhere", "A pattern has its choices, or a setting."
                )
            data.take(key)
        data.take("headers")

    @staticmethod
    def _limits(source: Cursor, rules: Cursor, kind: str) -> Iterator[tuple[str, Any]]:
        least, most = ("minLength", "maxLength") if kind in ("text", "long-text") else ("min", "max")
        if kind == "checkboxes":
            least, most = "minSelectedCount", "maxSelectedCount"
        if kind in ("text", "long-text", "number", "checkboxes", "group"):
            pairs = (("min", rules.whole(least)), ("max", rules.whole(most)))
            yield from ((key, value) for key, value in pairs if value is not None)
        decimals = source.whole("decimalLimit")
        if kind == "number" and decimals:
            yield "decimals", min(decimals, 6)
        files = source.whole("maxNumberOfFiles")
        if kind == "file" and (files or source.truth("multiple")):
            yield "max", min(files or 10, 20)

    def _rest(self, source: Cursor) -> None:
        """Note what of a component was not taken: programs, how it looks, and what is left."""
        for key in _SCRIPTS:
            if says_something(source.value.get(key)):
                self.report.leave(f"`{key}`", f"{source.where}/{key}", SCRIPT)
            source.take(key)
        if any(says_something(source.value[key]) for key in _LOOK_KEYS & set(source.value)):
            self.report.leave("How fields look in the editor", source.where, LOOKS)
        for part, keys in (
            (source, _LOOK_KEYS | _READ),
            (source.inside("conditional"), _SIMPLE),
            (source.inside("validate"), _RULES),
        ):
            for key in keys:
                part.take(key)
        for where, _ in list(source.leftovers()):
            key = where.rsplit("/", 1)[-1]
            self.report.leave(f"`{key}`", where, SCRIPT if key.startswith("custom") else _NO_PLACE)
        source.close()

    def _leave(self, source: Cursor, what: str, why: str) -> None:
        self.report.leave(what, source.where, why)

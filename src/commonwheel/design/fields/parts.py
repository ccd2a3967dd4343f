"""Questions made of several components: addresses, places, signatures, uploads, groups."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from commonwheel.design.components import button
from commonwheel.design.fields.boxes import COORDINATES, PLACE, POSTCODE, SLOT, TYPED_ADDRESS, TYPED_SIGNATURE, Box
from commonwheel.design.fields.finder import found_words
from commonwheel.design.fields.parameters import component, legend, told
from commonwheel.design.fields.view import EntryView, FieldView, FileView
from commonwheel.design.macros import render

# What Enter presses: the first button of a form. Without it Enter would press "Remove" or "Change".
_FIRST_BUTTON = Markup(
    '<button type="submit" class="govuk-visually-hidden" tabindex="-1" aria-hidden="true">{}</button>'
)
KINDS_OF_FILE = {"jpg": ".jpg,.jpeg"}


def composed(field: FieldView) -> Markup:
    """Return the question as the macros print it."""
    make = _MADE_OF_PARTS.get(field.type)
    return make(field) if make else render(*component(field))


def _show(field: FieldView) -> Markup:
    return Markup('<div class="house-words">{}</div>').format(field.text)


def _fieldset(field: FieldView, inside: Markup) -> Markup:
    """Return controls under the question's legend, with its hint and error."""
    said = told(field)
    notes, described = Markup(), []
    if "hint" in said:
        notes += render("hint", {"id": f"{field.id}-group-hint", **said["hint"]})
        described.append(f"{field.id}-group-hint")
    if "errorMessage" in said:
        notes += render("error-message", {"id": f"{field.id}-group-error", **said["errorMessage"]})
        described.append(f"{field.id}-group-error")
    fieldset = {"legend": legend(field), "html": notes + inside, "role": "group", "describedBy": " ".join(described)}
    classes = "govuk-form-group govuk-form-group--error" if field.error else "govuk-form-group"
    return Markup('<div class="{}">{}</div>').format(classes, render("fieldset", fieldset))


def _input(field: FieldView, box: Box, *, described_by: str = "") -> Markup:
    at_fault = field.error and (not field.error_parts or box.part in field.error_parts)
    text = _("%(label)s (optional)") % {"label": box.label} if box.optional else str(box.label)
    width = f"govuk-input--width-{box.width}" if box.width else "govuk-!-width-two-thirds"
    value = dict(field.parts).get(box.part, "")
    parameters: dict[str, Any] = {
        "id": f"{field.id}-{box.part}",
        "name": f"{field.id}-{box.part}",
        "label": {"text": text},
        "classes": f"{width} govuk-input--error" if at_fault else width,
        **({"value": value} if value else {}),
        **({"type": box.type} if box.type else {}),
        **({"autocomplete": box.autocomplete} if box.autocomplete else {}),
        **({"inputmode": box.inputmode} if box.inputmode else {}),
        **({"spellcheck": box.spellcheck} if box.spellcheck is not None else {}),
        **({"describedBy": described_by} if described_by else {}),
    }
    return render("input", parameters)


def _hidden(field: FieldView, part: str, value: str) -> Markup:
    return Markup('<input type="hidden" name="{}-{}" value="{}">').format(field.id, part, value)


def _do(action: str, field: FieldView, text: str) -> Markup:
    name = f"{field.id}-{action}"
    return button(text, name="do", value=f"{action}.{field.id}", kind="secondary", formnovalidate=True, id=name)


# ---- addresses --------------------------------------------------------------------------------------------


def _address(field: FieldView) -> Markup:
    if field.typed:
        return _fieldset(field, _typed_address(field))
    if field.found:
        return _fieldset(field, _choose_address(field))
    if field.found is None and field.value:
        return _fieldset(field, _chosen_address(field))
    return _fieldset(field, _ask_postcode(field))


def _ask_postcode(field: FieldView) -> Markup:
    buttons = _do("find", field, _("Find address")) + _do("type", field, _("Enter the address yourself"))
    group = Markup('<div class="govuk-button-group">{}</div>').format(buttons)
    if field.found is None:
        return _input(field, POSTCODE) + group
    words = _("We found no address for that postcode. Check it, or enter the address yourself.")
    nothing = render("inset-text", {"id": f"{field.id}-found", "text": words})
    return nothing + _input(field, POSTCODE, described_by=f"{field.id}-found") + group


def _choose_address(field: FieldView) -> Markup:
    typed = dict(field.parts)
    listed = [{"value": one.value, "text": one.line} for one in field.found or ()]
    select = render(
        "select",
        {
            "id": f"{field.id}-uprn",
            "name": f"{field.id}-uprn",
            "label": {"text": _("Choose the address")},
            "hint": {"text": found_words(field)},
            "items": [{"value": "", "text": _("Choose one")}, *listed],
            "value": typed.get("uprn", ""),
        },
    )
    buttons = _do("again", field, _("Use another postcode")) + _do("type", field, _("Enter the address yourself"))
    group = Markup('<div class="govuk-button-group">{}</div>').format(buttons)
    return _first_button() + _hidden(field, "postcode", typed.get("postcode", "")) + select + group


def _chosen_address(field: FieldView) -> Markup:
    kept = [_hidden(field, part, value) for part, value in field.parts if value]
    shown = Markup('<p class="govuk-body house-found">{}</p>').format(field.value)
    return _first_button() + Markup().join(kept) + shown + _do("again", field, _("Use another address"))


def _typed_address(field: FieldView) -> Markup:
    boxes = Markup().join(_input(field, box) for box in TYPED_ADDRESS)
    other = _do("again", field, _("Find the address by postcode"))
    return _first_button() + _hidden(field, "typed", "yes") + boxes + other


def _first_button() -> Markup:
    return _FIRST_BUTTON.format(_("Continue"))


# ---- places, signatures, files, groups --------------------------------------------------------------------


def _place(field: FieldView) -> Markup:
    coordinates = Markup().join(_input(field, box) for box in COORDINATES)
    # Not `components.details`: what was typed stands in it, and would be remembered.
    known = render("details", {"summaryText": _("I know the latitude and longitude"), "html": coordinates})
    return _fieldset(field, Markup().join(_input(field, box) for box in PLACE) + known)


def _slot(field: FieldView) -> Markup:
    return _fieldset(field, Markup().join(_input(field, box) for box in SLOT))


def _signature(field: FieldView) -> Markup:
    picture = {
        "id": f"{field.id}-picture",
        "name": f"{field.id}-picture",
        "label": {"text": _("Or upload a picture of your signature (optional)")},
        "attributes": {"accept": ".png,.jpg,.jpeg"},
    }
    return _fieldset(field, _kept_files(field) + _input(field, TYPED_SIGNATURE) + render("file-upload", picture))


def _file(field: FieldView) -> Markup:
    control = {
        "id": field.id,
        "name": field.id,
        "label": {"text": _("Choose files") if field.max > 1 else _("Choose a file")},
        "multiple": field.max > 1,
        "hint": {"text": _limits(field)},
        "attributes": {"accept": ",".join(KINDS_OF_FILE.get(kind, f".{kind}") for kind in field.accept)},
    }
    upload = Markup()
    if len(field.files) < field.max:
        upload = render("file-upload", control) + _do("upload", field, _("Upload"))
    return _fieldset(field, _kept_files(field) + upload)


def _limits(field: FieldView) -> str:
    kinds = ", ".join(kind.upper() for kind in field.accept)
    return _("%(kinds)s, up to %(size)d MB each. At most %(count)d.") % {
        "kinds": kinds, "size": field.max_mb, "count": max(field.max, 1)
    }  # fmt: skip


def _kept_files(field: FieldView) -> Markup:
    if not field.files:
        return Markup()
    kept = Markup().join(_kept_file(one) for one in field.files)
    return _first_button() + Markup('<ul class="house-files">{}</ul>').format(kept)


def _kept_file(file: FileView) -> Markup:
    remove = Markup('{} <span class="govuk-visually-hidden">{}</span>').format(_("Remove"), file.name)
    return Markup(
        '<li><span>{}</span> <button type="submit" class="house-plain-button" name="do" value="{}" formnovalidate>'
        "{}</button></li>"
    ).format(file.name, file.remove, remove)


def _group(field: FieldView) -> Markup:
    """Return the entries and their buttons; each sends the page, so that what was typed beside them is kept."""
    entry = field.entry or field.label
    rows = Markup().join(_entry(f"{entry} {number}", one) for number, one in enumerate(field.entries, 1))
    listed = Markup('<dl class="govuk-summary-list">{}</dl>').format(rows) if rows else Markup()
    add = _("Add another") if rows else _("Add %(entry)s") % {"entry": entry}
    more = Markup()
    if field.add:
        name = f"{field.id}-add"
        more = button(add, name="do", value=field.add, kind="secondary", formnovalidate=True, id=name)
    return _fieldset(field, Markup('<div id="{}">{}{}{}</div>').format(field.id, _first_button(), listed, more))


def _entry(name: str, entry: EntryView) -> Markup:
    buttons = _entry_button(_("Change"), name, entry.change) + _entry_button(_("Remove"), name, entry.remove)
    return Markup(
        '<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="govuk-summary-list__value">{}</dd><dd class="govuk-summary-list__actions">'
        '<ul class="govuk-summary-list__actions-list">{}</ul></dd></div>'
    ).format(name, entry.summary, buttons)


def _entry_button(text: str, name: str, value: str) -> Markup:
    return Markup(
        '<li class="govuk-summary-list__actions-list-item">'
        '<button type="submit" class="house-plain-button" name="do" value="{}" formnovalidate>'
        '{}<span class="govuk-visually-hidden"> {}</span></button></li>'
    ).format(value, text, name)


_MADE_OF_PARTS: Mapping[str, Callable[[FieldView], Markup]] = {
    "show": _show,
    "address": _address,
    "place": _place,
    "slot": _slot,
    "signature": _signature,
    "file": _file,
    "group": _group,
}

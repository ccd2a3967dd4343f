"""A service that is being changed, ready to print."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonwheel.apps.changes.presenters.speaking import in_sentence, part_at, readable
from commonwheel.apps.changes.queries.drafts import Change
from commonwheel.apps.changes.queries.publications import PublicationView
from commonwheel.core.layers.conflicts import Conflict, key_spoken, spoken, value_spoken
from commonwheel.core.layers.explain import Said
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.rules import may_move, may_remove, may_set
from commonwheel.core.layers.tree import ASK, MESSAGES, WHOLE, Part, attribute_of
from commonwheel.core.patterns.model.pattern import Pattern, Step
from commonwheel.core.patterns.model.questions import Use
from commonwheel.core.patterns.model.settings import SettingBase
from commonwheel.core.patterns.reading.addresses import fields_of
from commonwheel.core.patterns.versions.digest import written
from commonwheel.design.moments import moment, pounds
from commonwheel.foundation.boxes import Field, box_of_setting

_ONE_LINE = {"title", "label", "subject", "summary"}


@dataclass(frozen=True, slots=True)
class Line:
    """
    One part of a service in the overview.

    Attributes:
        mark: what of it differs, in a word or two; "" for nothing.
        why_fixed: why it stays as it is, where the shared service protects it; else "".
        inner: the questions of a page.
    """

    at: str
    title: str
    mark: str
    why_fixed: str
    can_go_up: bool
    can_go_down: bool
    can_change_page: bool
    can_hide: bool
    has_words: bool
    has_welsh: bool
    inner: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting, with its value and the shared one; `is_open` where each council decides it and ours has not."""

    name: str
    label: str
    value: str
    shared: str
    is_ours: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that would not work, and the part it is about; `at` is "" where no page changes it."""

    what: str
    says: str
    at: str


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One local change, in words; `source` and `key` say which one to put back."""

    what: str
    shared: str
    ours: str
    source: str
    key: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """A service's pages and questions in order, its messages and settings."""

    title: str
    slug: str
    seen: str
    is_draft: bool
    is_stale: bool
    is_sent: bool
    is_update: bool
    is_editable: bool
    can_send: bool
    undecided: int
    version: str
    publisher: str
    standing: str
    pages: tuple[Line, ...]
    others: tuple[Line, ...]
    messages: tuple[Line, ...]
    settings: tuple[SettingLine, ...]
    wrong: tuple[Wrong, ...]
    left: tuple[str, ...]
    differences: int


def overview_page(change: Change, wrong: Sequence[Conflict], left: Sequence[str] = ()) -> OverviewPage:
    """
    Return the overview of a service that is being changed, or of one that nobody changes.

    Args:
        wrong: what would not work.
        left: whose sign-offs are missing before it can be published.
    """
    root, draft = change.tree.root, change.draft
    touched = {one.said.address for one in change.differences}
    return OverviewPage(
        title=change.service.title_in("en"),
        slug=change.service.slug,
        seen=draft.seen if draft else "",
        is_draft=draft is not None,
        is_stale=bool(draft and draft.is_stale),
        is_sent=bool(draft and draft.sent_at),
        is_update=bool(draft and draft.to_source),
        is_editable=draft is not None and not draft.undecided,
        can_send=_can_be_sent(change),
        version=change.beneath.bundle.pattern.version,
        publisher=change.beneath.bundle.pattern.publisher,
        undecided=draft.undecided if draft else 0,
        standing=_standing(change),
        pages=tuple(_line(part, touched) for part in root.lists["steps"]),
        others=(_line(root, touched), *(_line(part, touched) for part in root.lists["stops"])),
        messages=tuple(_line(part, touched) for part in root.lists[MESSAGES]),
        settings=tuple(setting_line(change, part) for part in root.lists["settings"]),
        wrong=tuple(_wrong(change, one) for one in wrong),
        left=tuple(left),
        differences=len(change.differences),
    )


def setting_line(change: Change, part: Part) -> SettingLine:
    """Return a setting with its value."""
    shared = written(getattr(part.shape, "default", None))
    value = written(change.tree.values.get(part.name, getattr(part.shape, "default", None)))
    label = getattr(part.shape, "label", None) or part.name.replace("_", " ").capitalize()
    is_open = bool(getattr(part.shape, "decide", False)) and part.name not in change.tree.values
    return SettingLine(part.name, label, _value(part, value), _value(part, shared), value != shared, is_open)


def setting_field(change: Change, part: Part) -> Field:
    """Return what an officer types to give a setting its value."""
    value = change.tree.values.get(part.name, getattr(part.shape, "default", None))
    return box_of_setting("value", part.shape, value, shared=setting_line(change, part).shared)


def page_fields(change: Change, part: Part) -> list[Field]:
    """Return what is chosen to move a question to another page; [] where there is none, or it is no question."""
    if part.key != ASK or part.parent is None or not isinstance(part.parent.shape, Step):
        return []
    pages = change.tree.root.lists["steps"]
    choices = tuple((page.address, _name(page)) for page in pages if page is not part.parent)
    return [Field("page", _("To which page?"), "radios", choices=choices)] if choices else []


def words_fields(part: Part) -> Iterator[tuple[Part, str, Field]]:
    """Yield what residents read of a part and of what is in it: the part, the key, and what is typed."""
    for inner in of_one_page(part):
        for attribute, name, key in fields_of(type(inner.shape)):
            value = getattr(inner.shape, attribute)
            if key.text and isinstance(value, str | None) and _may(may_set, inner, name, address=inner.address):
                yield inner, name, _words_field(part, inner, name, value)


def differences_lines(change: Change) -> tuple[DifferenceLine, ...]:
    """Return what differs from the shared service, in words."""
    return tuple(
        DifferenceLine(_what(change, one.said), *_sides(one.said), one.source, one.key) for one in change.differences
    )


def said_of(refusal: Refused) -> str:
    """Return why a change was refused, in the words of those who read it."""
    known = {
        "too-few": _("Nothing would be left there. Hide the whole page instead."),
        "protected": _("The shared service protects this: only its hint can be changed."),
        "not-for-layers": _("This is the same in every council, and cannot be changed here."),
        "unknown-address": _("This is not there any more. Look at the service as it is now."),
        "statutory": _("The law sets this time: it can be made shorter, not longer."),
        "missing-key": _("Say something here"),
        "setting-refused": _("This must be %(wanted)s.") % {"wanted": refusal.expected},
    }
    return known.get(refusal.code) or refusal.mend


def history_lines(publications: Sequence[PublicationView]) -> tuple[dict[str, object], ...]:
    """Return what was published, ready to print."""
    return tuple(
        {
            "id": one.id,
            "at": moment(one.at),
            "by": one.by,
            "note": one.note,
            "version": one.version,
            "is_current": one.is_current,
        }
        for one in publications
    )


# Private


def _name(part: Part) -> str:
    words = (getattr(part.shape, key, None) for key in ("label", "title", "subject"))
    named = next((str(each) for each in words if each), "")
    if isinstance(part.shape, Use):
        return part.name.replace("-", " ").capitalize()
    return readable(named) if named else spoken(part)


def _line(part: Part, touched: set[str]) -> Line:
    is_page = isinstance(part.shape, Step)
    can_move = part.key in {"steps", ASK} and _may(may_move, part, part.holder, part.key, address=part.address)
    return Line(
        at=part.address or WHOLE,
        title=_name(part),
        mark=_mark(part, touched),
        why_fixed=_why_fixed(part),
        can_go_up=can_move and part is not part.siblings[0],
        can_go_down=can_move and part is not part.siblings[-1],
        can_change_page=can_move and part.key == ASK,
        can_hide=part.parent is not None and _may(may_remove, part, address=part.address),
        has_words=any(True for _found in words_fields(part)),
        has_welsh=part.key != MESSAGES,
        inner=tuple(_line(inner, touched) for inner in part.lists[ASK]) if is_page else (),
    )


def _mark(part: Part, touched: set[str]) -> str:
    if part.parent is not None and part.origin is None:
        return _("Added by us")
    if isinstance(part.shape, Step | Pattern):
        names = [name for _attribute, name, _key in fields_of(type(part.shape))]
        own = {part.address, *(f"{part.address}.{name}".removeprefix(".") for name in names)}
        return _("Changed") if own & touched - {""} else ""
    inside = f"{part.address}."
    return _("Changed") if any(f"{one}.".startswith(inside) for one in touched) else ""


def _why_fixed(part: Part) -> str:
    for each in part.outwards():
        protected = getattr(each.shape, "protected", None)
        if protected is not None:
            return f"{protected.because} ({protected.source})"
    return str(getattr(part.shape, "law", None) or "")


def _may(rule: Callable[..., None], *args: object, **words: object) -> bool:
    try:
        rule(*args, **words)
    except Refused:
        return False
    return True


def of_one_page(part: Part) -> Iterator[Part]:
    """Yield the parts whose words stand on one page of a form: a page by itself, else what is in the part."""
    if part.parent is None or isinstance(part.shape, Step):
        yield part
        return
    yield from (each for each in part.within() if not isinstance(each.shape, SettingBase))


def _words_field(part: Part, inner: Part, name: str, value: str | None) -> Field:
    info = type(inner.shape).model_fields[attribute_of(type(inner.shape), name)]
    shared = getattr(inner.origin, attribute_of(type(inner.shape), name), None) if inner.origin else None
    label = key_spoken(name).capitalize()
    return Field(
        name=f"{inner.address or WHOLE}.{name}",
        label=label if inner is part else _("%(key)s of %(part)s") % {"key": label, "part": spoken(inner)},
        kind="text" if name in _ONE_LINE else "area",
        value=value or "",
        shared=shared if isinstance(shared, str) else "",
        is_required=info.is_required(),
    )


def _value(part: Part, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(option.get("label", "")) for option in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if getattr(part.shape, "type", "") == "money" and isinstance(value, int):
        return pounds(value)
    return str(value)


def _can_be_sent(change: Change) -> bool:
    draft = change.draft
    if draft is None or draft.is_stale or draft.undecided:
        return False
    return bool(change.differences) or draft.to_source is not None


def _standing(change: Change) -> str:
    draft = change.draft
    if draft is None:
        return ""
    if draft.sent_at:
        return _("Sent for sign-off on %(at)s by %(by)s.") % {"at": moment(draft.sent_at), "by": draft.sent_by}
    return _("Last changed on %(at)s by %(by)s.") % {"at": moment(draft.changed_at), "by": draft.changed_by}


def _wrong(change: Change, conflict: Conflict) -> Wrong:
    part = part_at(change.tree, conflict.at)
    if part is None:
        return Wrong(_("The service"), conflict.says, "")
    return Wrong(in_sentence(spoken(part)), conflict.says, part.address)


def _what(change: Change, said: Said) -> str:
    part = change.tree.find(said.address)
    if said.event == "translated":
        return _("Translation")
    if part is not None:
        return in_sentence(spoken(part))
    owner, _dot, key = said.address.rpartition(".")
    part = change.tree.find(owner or WHOLE)
    if said.event == "removed" or part is None:
        return _("Hidden: %(what)s") % {"what": value_spoken(said.before)}
    return f"{in_sentence(spoken(part))}: {key_spoken(key)}"


def _sides(said: Said) -> tuple[str, str]:
    if said.event == "moved":
        return _("Where it was"), _("Moved")
    if said.event == "removed":
        return value_spoken(said.before), _("Hidden: %(why)s") % {"why": said.because}
    if said.event == "added":
        return _("Not there"), _("Added by us")
    return value_spoken(said.before), value_spoken(said.after)

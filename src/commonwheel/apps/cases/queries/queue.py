"""The queue: lists of requests in a fixed order, page after page, with no counting."""

import datetime as dt
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Q

from commonwheel.apps.cases.models import NOTHING_DUE, Case, Cases
from commonwheel.core.values.postcode import NotAPostcode, normalise
from commonwheel.core.values.reference import NotAReference, read_beginning, read_reference

PAGE = 25
LONGEST_SEARCH = 100


class Tab(StrEnum):
    """Which requests of the council are listed."""

    DUE = "due"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One request in a list; `due_on` is None where nothing is due."""

    id: uuid.UUID
    reference: str
    service_title: str
    digest: str
    state: str
    language: str
    contact_name: str
    received_at: dt.datetime
    closed_at: dt.datetime | None
    due_on: dt.date | None
    assigned_to: uuid.UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """A page of a list; `before` and `after` are the marks of its neighbours, "" where there is none."""

    rows: tuple[QueueRow, ...]
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Order:
    """A column that sorts a list, newest first or not; the key breaks ties."""

    column: str
    descending: bool = False


_ORDERS = {
    Tab.DUE: _Order("due_on"),
    Tab.MINE: _Order("due_on"),
    Tab.UNASSIGNED: _Order("due_on"),
    Tab.OPEN: _Order("received_at", descending=True),
    Tab.CLOSED: _Order("closed_at", descending=True),
}
_SEARCH_ORDER = _Order("received_at", descending=True)


class _Row(NamedTuple):
    """What a line shows, by the names of the columns: the answers, which are most of a case, stay where they are."""

    id: uuid.UUID
    reference: str
    service_title: str
    effective_id: str
    state: str
    language: str
    contact_name: str
    received_at: dt.datetime
    closed_at: dt.datetime | None
    due_on: dt.date
    assigned_to_id: uuid.UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    """Where a page begins: after a row, or before one."""

    after: str = ""
    before: str = ""


def list_queue(
    council_id: uuid.UUID, *, tab: Tab, staff_id: uuid.UUID, service_id: uuid.UUID | None = None, mark: PageMark
) -> QueuePage:
    """Return a page of one tab: due soonest first; open and closed newest first."""
    rows = _selected(Case.objects.of(council_id), tab, staff_id)
    if service_id:
        rows = rows.filter(service_id=service_id)
    return _page([rows], _ORDERS[tab], mark, council_id)


def search_requests(council_id: uuid.UUID, *, words: str, mark: PageMark) -> QueuePage:
    """
    Return a page of the requests, open or closed, that have this reference, postcode or name, newest first.

    The beginning of a reference or of a surname is enough; empty for no words.
    """
    rows = Case.objects.of(council_id)
    lists = [rows.filter(one) for one in _search_conditions(" ".join(words[:LONGEST_SEARCH].split()))]
    return _page(lists, _SEARCH_ORDER, mark, council_id)


def _selected(rows: Cases, tab: Tab, staff_id: uuid.UUID) -> Cases:
    if tab is Tab.CLOSED:
        # What the first says already: without the second PostgreSQL reads all that are not closed before them.
        return rows.filter(is_open=False, closed_at__isnull=False)
    rows = rows.open()
    conditions = {
        Tab.DUE: Q(due_on__lt=NOTHING_DUE),
        Tab.MINE: Q(assigned_to_id=staff_id),
        Tab.UNASSIGNED: Q(assigned_to__isnull=True),
        Tab.OPEN: Q(),
    }
    return rows.filter(conditions[tab])


def _search_conditions(words: str) -> list[Q]:
    """Return what is searched for, one by one: each is read from its own index, which an OR of them would not be."""
    if not words:
        return []
    for read, column in ((read_reference, "reference"), (normalise, "postcode")):
        try:
            return [Q(**{column: read(words)})]
        except (NotAReference, NotAPostcode):
            continue
    try:
        return [Q(reference__begins=read_beginning(words)), *_name_conditions(words)]
    except NotAReference:
        return _name_conditions(words)


def _name_conditions(words: str) -> list[Q]:
    """Return whole names and surnames apart from those that only begin so: an index has them newest first already."""
    typed = name_key(words)
    if not typed:
        return []
    first, *rest = typed.split()
    if not rest:
        return [Q(surname=first), Q(surname__extends=first), Q(search_name__begins=first)]
    # Not `begins` for the first name: SQLite would choose to read all the Sams rather than all the Griffithses.
    called = Q(search_name__startswith=first)
    whole = [Q(search_name=typed), Q(search_name__extends=typed)]
    return [*whole, Q(called, surname=rest[-1]), Q(called, surname__extends=rest[-1])]


def name_key(text: str) -> str:
    """Return a name as searches and tracking compare it: lower case, no accents or apostrophes, single spaces."""
    folded = "".join(sign if sign.isalnum() else "" if sign in "'’`" else " " for sign in _plain(text))
    return " ".join(folded.split())


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


def _page(lists: Sequence[Cases], order: _Order, mark: PageMark, council_id: uuid.UUID) -> QueuePage:
    """Return a page of some lists of the council taken together; what is on two of them stands there once."""
    backwards = bool(mark.before)
    edge = _read_mark(mark.before or mark.after, order)
    if edge is None:
        backwards = False
    else:
        lists = [rows.filter(_beyond(order, edge, backwards=backwards)) for rows in lists]
    found = _first(lists, order.column, council_id, is_descending=order.descending != backwards)
    more = len(found) > PAGE
    found = found[:PAGE][::-1] if backwards else found[:PAGE]
    return _marked(found, order, has_before=more if backwards else edge is not None, has_after=backwards or more)


def _first(lists: Sequence[Cases], column: str, council_id: uuid.UUID, *, is_descending: bool) -> list[_Row]:
    """Return the first requests of the lists, one more than stand on a page."""
    sign = "-" if is_descending else ""
    ordered = [rows.order_by(f"{sign}{column}", f"{sign}id")[: PAGE + 1] for rows in lists]
    if len(ordered) == 1:
        return _read(ordered[0])
    # Keys first, which indexes tell by themselves: of thousands that match only those shown are looked up.
    pairs = {pair for rows in ordered for pair in rows.values_list(column, "id")}
    keys = [key for _, key in sorted(pairs, reverse=is_descending)[: PAGE + 1]]
    found = {row.id: row for row in _read(Case.objects.with_keys(council_id, keys))}
    return [found[key] for key in keys if key in found]


def _read(rows: Cases) -> list[_Row]:
    return [_Row(*columns) for columns in rows.values_list(*_Row._fields)]


def _marked(found: Sequence[_Row], order: _Order, *, has_before: bool, has_after: bool) -> QueuePage:
    return QueuePage(
        rows=tuple(_queue_row(row) for row in found),
        before=_write_mark(found[0], order) if found and has_before else "",
        after=_write_mark(found[-1], order) if found and has_after else "",
    )


def _beyond(order: _Order, edge: tuple[dt.date | dt.datetime, uuid.UUID], *, backwards: bool) -> Q:
    value, key = edge
    side = "lt" if order.descending != backwards else "gt"
    beyond = Q(**{f"{order.column}__{side}": value}) | Q(**{order.column: value, f"id__{side}": key})
    # What the OR says already, so that the index is read from there and not from its beginning.
    return Q(**{f"{order.column}__{side}e": value}) & beyond


def _write_mark(row: _Row, order: _Order) -> str:
    return f"{getattr(row, order.column).isoformat()}~{row.id}"


def _read_mark(text: str, order: _Order) -> tuple[dt.date | dt.datetime, uuid.UUID] | None:
    """Return where a mark points; None for the first page, also where somebody changed the address."""
    value, _, key = text.partition("~")
    try:
        return _read_edge(value, order), uuid.UUID(key)
    except ValueError:
        return None


def _read_edge(value: str, order: _Order) -> dt.date | dt.datetime:
    if order.column == "due_on":
        return dt.date.fromisoformat(value)
    moment = dt.datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _queue_row(row: _Row) -> QueueRow:
    return QueueRow(
        id=row.id,
        reference=row.reference,
        service_title=row.service_title,
        digest=row.effective_id,
        state=row.state,
        language=row.language,
        contact_name=row.contact_name,
        received_at=row.received_at,
        closed_at=row.closed_at,
        due_on=None if row.due_on == NOTHING_DUE else row.due_on,
        assigned_to=row.assigned_to_id,
    )

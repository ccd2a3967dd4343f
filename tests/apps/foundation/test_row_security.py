"""
Row-level security refuses what code forgot, table by table.

The tables are found by looking: one that is added is tested for free, and fails here until its
migration has `RowSecurity`. Each is filled behind the rules' back (as the cluster's superuser, in a
transaction that is undone) with a row of either council, and then looked at as the web role.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.db.models import ForeignKey
from psycopg import sql
from tests.support.cast import Person
from tests.support.postgresql import WEB

from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import CouncilOwned
from commonwheel.foundation.scope import account_scope, council_scope

OWNED = {model._meta.db_table: model for model in apps.get_models() if issubclass(model, CouncilOwned)}
on_each_table = pytest.mark.parametrize("table", sorted(OWNED))
PASSED_ON = {
    "cases_accountcase", "cases_case", "cases_caseclock", "cases_caseevent", "cases_caselink", "files_upload",
    "messages_outboxmessage", "payments_charge", "payments_payment", "payments_simulatedledger",
}  # fmt: skip
"""Tables of what goes with a request to the council that follows."""
FIRM = {"cases_caseevent"}
"""Of those, what a trigger keeps where its request is."""
VALUES = {
    "uuid": "gen_random_uuid()",
    "text": "md5(random()::text)",
    "character varying": "md5(random()::text)",
    "boolean": "false",
    "timestamp with time zone": "now()",
    "date": "now()::date",
    "jsonb": "'{}'::jsonb",
    "bytea": "''::bytea",
}


@dataclass(frozen=True)
class Table:
    """A table with one row of council A and one of council B; `cursor` acts as the web role."""

    name: str
    cursor: psycopg.Cursor[tuple[object, ...]]
    a: uuid.UUID
    b: uuid.UUID

    def rows(self, words: str) -> int:
        """Return how many rows the statement found, changed or deleted; 0 where it was not allowed at all."""
        statement = sql.SQL(words).format(table=sql.Identifier(self.name))  # type: ignore[arg-type]
        try:
            with self.cursor.connection.transaction():
                return self.cursor.execute(statement).rowcount
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.RaiseException):
            return 0

    def scope(self, setting: str, key: uuid.UUID) -> None:
        """Set whose rows may be seen."""
        self.cursor.execute("SELECT set_config(%s, %s, true)", [f"commonwheel.{setting}", str(key)])


@pytest.fixture
def filled(table: str, db: None) -> Iterator[Table]:
    place = connection.settings_dict
    where = f"host=127.0.0.1 port={place['PORT']} user=postgres dbname={place['NAME']}"
    with psycopg.connect(where) as superuser, superuser.cursor() as cursor:
        a, b = uuid.uuid4(), uuid.uuid4()
        cursor.execute("SET LOCAL session_replication_role = replica")
        _drop_checks(cursor, table)
        for council in (a, b):
            _add_row(cursor, table, council)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(WEB)))
        yield Table(table, cursor, a, b)
        superuser.rollback()


def _drop_checks(cursor: psycopg.Cursor[tuple[object, ...]], table: str) -> None:
    cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'", [table])
    for (name,) in cursor.fetchall():
        words = "ALTER TABLE {} DROP CONSTRAINT {}"
        cursor.execute(sql.SQL(words).format(sql.Identifier(table), sql.Identifier(str(name))))


def _add_row(cursor: psycopg.Cursor[tuple[object, ...]], table: str, council: uuid.UUID) -> None:
    cursor.execute(
        "SELECT column_name, data_type, character_maximum_length FROM information_schema.columns "
        "WHERE table_name = %s AND is_nullable = 'NO' AND is_generated = 'NEVER' AND is_identity = 'NO'",
        [table],
    )
    columns = {str(name): _value(str(kind), length) for name, kind, length in cursor.fetchall()}
    columns["council_id"] = f"'{council}'::uuid"
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    values = sql.SQL(", ").join(map(sql.SQL, columns.values()))  # type: ignore[arg-type]
    cursor.execute(sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table), names, values))


def _value(kind: str, length: object) -> str:
    value = VALUES.get(kind, "1")
    return f"left({value}, {length})" if length else value


def test_every_table_with_a_council_derives_from_council_owned() -> None:
    stray = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if not issubclass(model, CouncilOwned)
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model._meta.label == "authorities.Council"
    ]
    assert stray == []


@pytest.mark.postgresql
@on_each_table
def test_only_the_council_s_rows_are_seen(filled: Table) -> None:
    filled.scope("council", filled.a)
    assert filled.rows("SELECT * FROM {table}") == 1


@pytest.mark.postgresql
@on_each_table
def test_nothing_is_seen_where_nobody_said_whose(filled: Table) -> None:
    assert filled.rows("SELECT * FROM {table}") == 0


@pytest.mark.postgresql
@on_each_table
def test_nothing_is_seen_by_some_account(filled: Table) -> None:
    filled.scope("account", uuid.uuid4())
    assert filled.rows("SELECT * FROM {table}") == 0


@pytest.mark.postgresql
@on_each_table
def test_another_council_s_row_cannot_be_changed_or_deleted(filled: Table) -> None:
    filled.scope("council", filled.a)
    assert filled.rows(f"UPDATE {{table}} SET id = id WHERE council_id = '{filled.b}'") == 0
    assert filled.rows(f"DELETE FROM {{table}} WHERE council_id = '{filled.b}'") == 0


@pytest.mark.postgresql
@on_each_table
def test_a_row_cannot_be_given_to_another_council(filled: Table) -> None:
    filled.scope("council", filled.a)
    assert filled.rows(f"UPDATE {{table}} SET council_id = '{filled.b}'") == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _add_row(filled.cursor, filled.name, filled.b)


@pytest.mark.postgresql
@on_each_table
def test_the_owner_is_bound_as_well(table: str, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [table])
        assert cursor.fetchone() == (True, True)


@pytest.mark.postgresql
def test_pages_are_served_by_a_role_that_owns_nothing_and_is_above_nothing(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (WEB, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        assert cursor.fetchone() == (0,)


@pytest.mark.postgresql
def test_the_web_role_cannot_switch_it_off(db: None) -> None:
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE authorities_staffmember DISABLE ROW LEVEL SECURITY")


def test_a_person_finds_their_own_work_without_a_council(ben: Person, cara: Person) -> None:
    with account_scope(ben.id):
        assert [one.council_id for one in authorities.staff_of(ben.id)] == [ben.council.id]


@pytest.mark.postgresql
def test_a_person_does_not_find_somebody_else_s_work(ben: Person, cara: Person) -> None:
    with account_scope(ben.id):
        assert authorities.staff_of(cara.id) == []


@pytest.mark.postgresql
def test_a_scope_within_a_scope_gives_the_outer_back(ben: Person, cara: Person, council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        with council_scope(cara.council.id):
            assert [one.user_id for one in authorities.list_staff(cara.council.id)] == [cara.id]
        assert [one.user_id for one in authorities.list_staff(council_a.id)] == [ben.id]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_scope_outside_a_transaction_ends_too(ben: Person) -> None:
    with council_scope(ben.council.id):
        assert len(authorities.list_staff(ben.council.id)) == 1
    assert authorities.list_staff(ben.council.id) == []


@pytest.mark.postgresql
def test_a_council_s_own_row_is_changed_only_in_its_scope(council_a: CouncilView, council_b: CouncilView) -> None:
    change = "UPDATE authorities_council SET phone = 'taken' WHERE slug = ANY(%s)"
    both = [council_a.slug, council_b.slug]
    with council_scope(council_a.id), connection.cursor() as cursor:
        cursor.execute(change, [both])
        assert cursor.rowcount == 1
        cursor.execute("SELECT slug FROM authorities_council WHERE phone = 'taken'")
        assert cursor.fetchall() == [(council_a.slug,)]
    with connection.cursor() as cursor:
        cursor.execute(change, [both])
        assert cursor.rowcount == 0
        cursor.execute("SELECT count(*) FROM authorities_council WHERE slug = ANY(%s)", [both])
        assert cursor.fetchone() == (2,)


@pytest.mark.postgresql
def test_a_council_s_own_row_is_not_deleted_even_in_its_scope(council_a: CouncilView) -> None:
    with council_scope(council_a.id), connection.cursor() as cursor:
        cursor.execute("DELETE FROM authorities_council")
        assert cursor.rowcount == 0


@pytest.mark.postgresql
@on_each_table
def test_a_row_is_passed_on_in_some_tables_only_and_to_the_council_that_was_told(filled: Table) -> None:
    """With the new council told, and not where it is another one or the row is another council's."""
    filled.scope("council", filled.a)
    filled.scope("follower", filled.b)
    assert filled.rows("SELECT * FROM {table}") == (2 if filled.name in PASSED_ON else 1)
    third = uuid.uuid4()
    assert filled.rows(f"UPDATE {{table}} SET council_id = '{third}' WHERE council_id = '{filled.a}'") == 0
    given = filled.rows(f"UPDATE {{table}} SET council_id = '{filled.b}' WHERE council_id = '{filled.a}'")
    assert given == (1 if filled.name in PASSED_ON - FIRM else 0)


@pytest.mark.postgresql
@on_each_table
def test_another_council_is_not_seen_by_whoever_is_told_only_who_follows(filled: Table) -> None:
    filled.scope("follower", filled.b)
    assert filled.rows("SELECT * FROM {table}") == (1 if filled.name in PASSED_ON else 0)

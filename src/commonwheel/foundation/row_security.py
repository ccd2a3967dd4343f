"""The migration operation that switches PostgreSQL's row-level security on for a table."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

COUNCIL = "NULLIF(current_setting('commonwheel.council', true), '')::uuid"
SERVICES = "NULLIF(current_setting('commonwheel.services', true), '')"
FOLLOWER = "NULLIF(current_setting('commonwheel.follower', true), '')::uuid"
ACCOUNT = "NULLIF(current_setting('commonwheel.account', true), '')::uuid"


class _OnPostgreSQL(Operation, ABC):
    """Policies of one table on PostgreSQL; the models' state stays as it is. Does nothing on SQLite."""

    reduces_to_sql = True
    reversible = True
    switches_on: ClassVar[bool] = True
    """Whether row-level security itself goes on with the policies, and off with them; forced, so that it binds the
    table's owner as well."""

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write the operation down again."""
        return type(self).__name__, [self.table], {}

    @abstractmethod
    def policies(self, quote: Callable[[str], str]) -> Mapping[str, str]:
        """Return what each policy says after `ON table`, by its name."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Switch it on."""
        del app_label, from_state, to_state
        table = schema_editor.quote_name(self.table)
        switched = ("ENABLE", "FORCE") if self.switches_on else ()
        made = [
            f"CREATE POLICY {name} ON {table} {says}" for name, says in self.policies(schema_editor.quote_name).items()
        ]
        self._run(schema_editor, [*(f"ALTER TABLE {table} {word} ROW LEVEL SECURITY" for word in switched), *made])

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Switch it off."""
        del app_label, from_state, to_state
        table = schema_editor.quote_name(self.table)
        switched = ("NO FORCE", "DISABLE") if self.switches_on else ()
        gone = [f"DROP POLICY {name} ON {table}" for name in self.policies(schema_editor.quote_name)]
        self._run(schema_editor, [*gone, *(f"ALTER TABLE {table} {word} ROW LEVEL SECURITY" for word in switched)])

    @staticmethod
    def _run(schema_editor: BaseDatabaseSchemaEditor, statements: Iterable[str]) -> None:
        for statement in statements if schema_editor.connection.vendor == "postgresql" else ():
            schema_editor.execute(statement)


class OwnRowOnly(_OnPostgreSQL):
    """
    Let everybody read a table of councils, and add or change a row only in the scope of that row's own council.

    Nothing may delete.
    """

    def policies(self, quote: Callable[[str], str]) -> Mapping[str, str]:
        """Return the three policies."""
        del quote
        return {
            "readable": "FOR SELECT USING (true)",
            "added": f"FOR INSERT WITH CHECK (id = {COUNCIL})",
            "changed": f"FOR UPDATE USING (id = {COUNCIL})",
        }

    def describe(self) -> str:
        """Say what it does."""
        return f"Rows of {self.table} changed only in their own scope"


class ServicesOnly(_OnPostgreSQL):
    """
    Beside `RowSecurity`: where whoever asks keeps to some services, show and accept only rows of those.

    Args:
        table: the table's name in the database.
        column: column with the service's key.
    """

    switches_on = False

    def __init__(self, table: str, column: str = "service_id") -> None:
        super().__init__(table)
        self.column = column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write the operation down again."""
        return type(self).__name__, [self.table], {"column": self.column}

    def policies(self, quote: Callable[[str], str]) -> Mapping[str, str]:
        """Return the restriction."""
        condition = f"{SERVICES} IS NULL OR {quote(self.column)} = ANY (string_to_array({SERVICES}, ',')::uuid[])"
        return {"of_services": f"AS RESTRICTIVE USING ({condition})"}

    def describe(self) -> str:
        """Say what it does."""
        return f"Rows of {self.table} kept to services"


class RowSecurity(_OnPostgreSQL):
    """
    Show and accept only rows of the council, or of the account, that is in force.

    Args:
        table: the table's name in the database.
        council_column: column with the council's key; None where the table has none.
        account_column: column with the key of the person who may see the row too; None for nobody.
    """

    def __init__(
        self, table: str, council_column: str | None = "council_id", account_column: str | None = None
    ) -> None:
        super().__init__(table)
        self.council_column = council_column
        self.account_column = account_column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write the operation down again."""
        kwargs = {"council_column": self.council_column, "account_column": self.account_column}
        return type(self).__name__, [self.table], kwargs

    def policies(self, quote: Callable[[str], str]) -> Mapping[str, str]:
        """Return the policy."""
        pairs = ((self.council_column, COUNCIL), (self.account_column, ACCOUNT))
        condition = " OR ".join(f"{quote(column)} = {value}" for column, value in pairs if column)
        return {"scoped": f"USING ({condition})"}

    def describe(self) -> str:
        """Say what it does."""
        return f"Row-level security on {self.table}"


class PassedOn(_OnPostgreSQL):
    """Beside `RowSecurity`: where a council's rows are passed on, show and accept those of the council that follows."""

    switches_on = False

    def policies(self, quote: Callable[[str], str]) -> Mapping[str, str]:
        """Return the policy."""
        return {"passed_on": f"USING ({quote('council_id')} = {FOLLOWER})"}

    def describe(self) -> str:
        """Say what it does."""
        return f"Rows of {self.table} passed on to the council that follows"

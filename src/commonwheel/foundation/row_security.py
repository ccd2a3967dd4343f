"""The migration operation that switches PostgreSQL's row-level security on for a table."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

COUNCIL = "NULLIF(current_setting('commonwheel.council', true), '')::uuid"
SERVICES = "NULLIF(current_setting('commonwheel.services', true), '')"
ACCOUNT = "NULLIF(current_setting('commonwheel.account', true), '')::uuid"


class OwnRowOnly(Operation):
    """
    Let everybody read a table of councils, and add or change a row only in the scope of that row's own council.

    Nothing may delete. Forced, so that it binds the table's owner as well. Does nothing on SQLite.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write the operation down again."""
        return type(self).__name__, [self.table], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Switch it on."""
        del app_label, from_state, to_state
        if schema_editor.connection.vendor != "postgresql":
            return
        table = schema_editor.quote_name(self.table)
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"CREATE POLICY readable ON {table} FOR SELECT USING (true)")
        schema_editor.execute(f"CREATE POLICY added ON {table} FOR INSERT WITH CHECK (id = {COUNCIL})")
        schema_editor.execute(f"CREATE POLICY changed ON {table} FOR UPDATE USING (id = {COUNCIL})")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Switch it off."""
        del app_label, from_state, to_state
        if schema_editor.connection.vendor != "postgresql":
            return
        table = schema_editor.quote_name(self.table)
        for policy in ("changed", "added", "readable"):
            schema_editor.execute(f"DROP POLICY {policy} ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    def describe(self) -> str:
        """Say what it does."""
        return f"Rows of {self.table} changed only in their own scope"


class ServicesOnly(Operation):
    """
    Beside `RowSecurity`: where whoever asks keeps to some services, show and accept only rows of those.

    Args:
        table: the table's name in the database.
        column: column with the service's key.

    Does nothing on SQLite.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, column: str = "service_id") -> None:
        self.table = table
        self.column = column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write the operation down again."""
        return type(self).__name__, [self.table], {"column": self.column}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Switch it on."""
        del app_label, from_state, to_state
        if schema_editor.connection.vendor != "postgresql":
            return
        table, column = schema_editor.quote_name(self.table), schema_editor.quote_name(self.column)
        condition = f"{SERVICES} IS NULL OR {column} = ANY (string_to_array({SERVICES}, ',')::uuid[])"
        schema_editor.execute(f"CREATE POLICY of_services ON {table} AS RESTRICTIVE USING ({condition})")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Switch it off."""
        del app_label, from_state, to_state
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP POLICY of_services ON {schema_editor.quote_name(self.table)}")

    def describe(self) -> str:
        """Say what it does."""
        return f"Rows of {self.table} kept to services"


class RowSecurity(Operation):
    """
    Show and accept only rows of the council, or of the account, that is in force.

    Args:
        table: the table's name in the database.
        council_column: column with the council's key; None where the table has none.
        account_column: column with the key of the person who may see the row too; None for nobody.

    Forced, so that it binds the table's owner as well. Does nothing on SQLite.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(
        self, table: str, council_column: str | None = "council_id", account_column: str | None = None
    ) -> None:
        self.table = table
        self.council_column = council_column
        self.account_column = account_column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write the operation down again."""
        kwargs = {"council_column": self.council_column, "account_column": self.account_column}
        return type(self).__name__, [self.table], kwargs

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Switch it on."""
        del app_label, from_state, to_state
        if schema_editor.connection.vendor != "postgresql":
            return
        table = schema_editor.quote_name(self.table)
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"CREATE POLICY scoped ON {table} USING ({self._condition(schema_editor)})")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Switch it off."""
        del app_label, from_state, to_state
        if schema_editor.connection.vendor != "postgresql":
            return
        table = schema_editor.quote_name(self.table)
        schema_editor.execute(f"DROP POLICY scoped ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    def describe(self) -> str:
        """Say what it does."""
        return f"Row-level security on {self.table}"

    def _condition(self, schema_editor: BaseDatabaseSchemaEditor) -> str:
        pairs = ((self.council_column, COUNCIL), (self.account_column, ACCOUNT))
        return " OR ".join(f"{schema_editor.quote_name(column)} = {value}" for column, value in pairs if column)

"""Lookups that Django lacks."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import StartsWith
from django.db.models.sql.compiler import SQLCompiler

_LAST = chr(0x10FFFF)
"""Stands after every sign of every text."""


class Begins(StartsWith):
    """
    `column__begins="ab"`: the text begins so, capitals and accents as they are, read from an index on both databases.

    `startswith` reads none: on SQLite it is a LIKE that passes capitals over, and PostgreSQL keeps a LIKE behind
    row-level security, since it might leak what it sees. Bounds are compared by bytes; there the column's index needs
    the class `varchar_pattern_ops`. SQLite passes classes over.
    """

    lookup_name = "begins"
    above = ">="

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *, sign: str = "{}"
    ) -> tuple[str, tuple[str | int, ...]]:
        """Write the two bounds."""
        column, values = self.process_lhs(compiler, connection)
        above, below = sign.format(self.above), sign.format("<")
        return f"({column} {above} %s AND {column} {below} %s)", (*values, self.rhs, *values, f"{self.rhs}{_LAST}")

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """Write them so that the database's language does not matter."""
        return self.as_sql(compiler, connection, sign="~{}~")


class Extends(Begins):
    """`column__extends="ab"`: the text begins so and is longer; what is equal is read in the order of the index."""

    lookup_name = "extends"
    above = ">"

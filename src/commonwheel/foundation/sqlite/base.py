"""
The connection to a SQLite database: each of its writes waits for its turn, whoever begins it.

Ours and those of libraries, which know nothing of turns: sessions, the cache, sign-in. One that only asked SQLite
again and again whether it may write would never find it free while others take their turns without a pause.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db.backends.sqlite3 import base

from commonwheel.foundation.writers import turn_to_write

READING = frozenset({"SELECT", "PRAGMA", "EXPLAIN", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK"})
"""First words of statements that wait for nobody; `BEGIN` has its turn already, the last three are within one."""

Execute = Callable[[str, Any, bool, dict[str, Any]], object]


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with a turn held from each transaction's begin to its end, and for each single statement."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: AbstractContextManager[None] | None = None
        self.execute_wrappers.append(self._in_its_turn)

    def _start_transaction_under_autocommit(self) -> None:
        turn = self._wait_for_turn()
        turn.__enter__()
        self._turn = turn
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._give_turn_back()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # not in the stubs
        self._give_turn_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._give_turn_back()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._give_turn_back()

    def _wait_for_turn(self) -> AbstractContextManager[None]:
        return turn_to_write(str(self.settings_dict["NAME"]))

    def _give_turn_back(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.__exit__(None, None, None)

    def _in_its_turn(self, execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> object:  # noqa: FBT001  # Django calls it so
        with self._wait_for_turn() if self._turn is None and _writes(sql) else nullcontext():
            return execute(sql, params, many, context)


def _writes(sql: str) -> bool:
    words = sql.split(None, 1)
    return bool(words) and words[0].upper() not in READING

"""
A PostgreSQL server for the length of a test run: own folder, own port, loopback only.

Three roles: the cluster's superuser, `commonwheel_owner` who owns the tables, and
`commonwheel_web`, as whom tests run their queries and who owns nothing.
"""

import getpass
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg
from tests.support.ports import free_port

from commonwheel.core.problems import Failure

OWNER = "commonwheel_owner"
WEB = "commonwheel_web"
ORDINARY_DATABASE = "postgres"
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class PostgreSQLMissing(Failure):
    """The server's programs are not on this machine."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `folder` holds all of it."""

    folder: Path
    port: int

    def url(self, role: str, database: str = ORDINARY_DATABASE) -> str:
        """Return the address by which the role reaches the database."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        """Stop at once and remove the folder."""
        _as_server("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Server:
    """
    Start a server and make the two roles.

    Raises:
        PostgreSQLMissing: where its programs cannot be found.
    """
    folder = Path(tempfile.mkdtemp(prefix="commonwheel-postgresql-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = Server(folder=folder, port=free_port())
    data = str(folder / "data")
    _as_server("initdb", "--no-sync", "-A", "trust", "-U", "postgres", "--locale=C.UTF-8", "-E", "UTF8", "-D", data)
    place = f"-p {server.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    _as_server("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", f"{place} {FAST}", "start")
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
        connection.execute(f"CREATE ROLE {WEB} LOGIN")
    return server


def _program(name: str) -> str:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda at: int(at.parent.name), reverse=True)
    for folder in folders:
        if (folder / name).is_file():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        message = f"PostgreSQL’s {name} is not installed; scripts name the Debian package."
        raise PostgreSQLMissing(message)
    return found


def _as_server(name: str, *arguments: str) -> None:
    # PostgreSQL refuses to run as root, so root lends itself the server's own user.
    command = [_program(name), *arguments]
    if getpass.getuser() == "root" or os.getuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    # What pg_ctl's server prints later must not hold our pipe open.
    where = subprocess.DEVNULL if name == "pg_ctl" else subprocess.PIPE
    done = subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, stdout=where, stderr=where, text=True, cwd="/"
    )
    if done.returncode:
        message = f"{name} failed ({done.returncode}): {done.stderr or ''}"
        raise RuntimeError(message)

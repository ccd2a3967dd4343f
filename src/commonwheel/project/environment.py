"""The one place that reads environment variables: typed, checked, with the embedded default."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from commonwheel.core.problems import Failure
from commonwheel.integrations.mail.smtp import Security, SmtpServer
from commonwheel.integrations.trust.choice import Publishing

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"", "0", "false", "no", "off"})
SHORTEST_SECRET_KEY = 40
_PUBLISHER_KEYS, _PUBLISH_TO = "COMMONWHEEL_PUBLISHER_KEYS", "COMMONWHEEL_PUBLISH_TO"
MOST_PROXIES = 9
MAIL_SCHEMES: Mapping[str, tuple[int, Security]] = {
    "smtp+starttls": (587, "starttls"),
    "smtps": (465, "tls"),
    "smtp": (25, "none"),
}


class SettingIsWrong(Failure):
    """An environment variable holds something that cannot be used; says which and what to put there."""


@dataclass(frozen=True, slots=True)
class Database:
    """Where one role reaches a PostgreSQL database; all empty for SQLite."""

    name: str
    user: str
    password: str
    host: str
    port: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """
    What the operator chose, read once.

    Attributes:
        data: folder of everything the node keeps on disk.
        demonstration: whether invented councils and the open mailbox are shown.
        debug: whether faults are shown in the browser; never true in production.
        secret_key: signs sessions and links; 40 characters or more.
        hosts: names under which the node is reached, without ports; "*" for any.
        address: host, and port where it is not the usual one, that links in messages lead to.
        database: the web role's database; None for SQLite in the data folder.
        owner_database: the owning role's, for migrations; None for SQLite.
        web_role: PostgreSQL role that serves pages and owns nothing; "" for SQLite.
        mail_server: where letters go; None keeps them in the demonstration's mailbox.
        mail_from: address that mail comes from.
        proxies: how many proxies of the operator's stand between the internet and the node; 0 for none.
        antivirus: clamd, as `unix:PATH` or `tcp:HOST:PORT`; "" for no scanner.
        handover_private_hosts: receivers of webhooks that may lie in a private network, by name.
        handover_folder: where the daily files of requests worked elsewhere are put.
        commons_folder: of the commons that this node serves; None for none.
        publishing: with what staff publish from their pages, by their council's short name.
        commons_browser: Chromium's program, and the file of axe that it runs on what is published; None for none.
    """

    data: Path
    demonstration: bool
    debug: bool
    secret_key: str
    hosts: tuple[str, ...]
    address: str
    database: Database | None
    owner_database: Database | None
    web_role: str
    mail_server: SmtpServer | None
    mail_from: str
    proxies: int
    antivirus: str
    govuk_pay_keys: Mapping[str, str]
    handover_private_hosts: tuple[str, ...]
    handover_folder: Path
    commons_folder: Path | None
    publishing: Mapping[str, Publishing]
    commons_browser: tuple[Path, Path] | None


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """
    Read the operator's choices.

    Raises:
        SettingIsWrong: where a variable cannot be used, or production lacks one.
    """
    demonstration = _flag(variables, "COMMONWHEEL_DEMONSTRATION")
    data = Path(variables.get("COMMONWHEEL_DATA") or "var").resolve()
    database = _database(variables, "COMMONWHEEL_DATABASE_URL")
    owner = _database(variables, "COMMONWHEEL_OWNER_DATABASE_URL") or database
    return Environment(
        data=data,
        demonstration=demonstration,
        debug=_flag(variables, "COMMONWHEEL_DEBUG"),
        secret_key=_secret_key(variables, data, embedded=database is None),
        hosts=_names(variables, "COMMONWHEEL_HOSTS"),
        address=variables.get("COMMONWHEEL_ADDRESS")
        or next(iter(_names(variables, "COMMONWHEEL_HOSTS")), "localhost:8000"),
        database=database,
        owner_database=owner,
        web_role=database.user if database else "",
        mail_server=_mail_server(variables.get("COMMONWHEEL_MAIL_URL", "")),
        proxies=_count(variables, "COMMONWHEEL_PROXIES"),
        mail_from=variables.get("COMMONWHEEL_MAIL_FROM", "noreply@localhost"),
        antivirus=variables.get("COMMONWHEEL_ANTIVIRUS", ""),
        govuk_pay_keys=_keys(variables, "COMMONWHEEL_GOVUK_PAY_KEYS"),
        handover_private_hosts=_names(variables, "COMMONWHEEL_HANDOVER_PRIVATE_HOSTS"),
        handover_folder=Path(variables.get("COMMONWHEEL_HANDOVER_FOLDER") or data / "handover").resolve(),
        commons_folder=_folder(variables, "COMMONWHEEL_COMMONS_FOLDER"),
        publishing=_publishing(variables),
        commons_browser=_browser(variables),
    )


def _flag(variables: Mapping[str, str], name: str) -> bool:
    word = variables.get(name, "").strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    message = f"{name} is “{word}”. Set it to yes or no."
    raise SettingIsWrong(message)


def _count(variables: Mapping[str, str], name: str) -> int:
    word = variables.get(name, "").strip() or "0"
    if word.isdecimal() and int(word) <= MOST_PROXIES:
        return int(word)
    message = f"{name} is “{word}”. Set it to a number from 0 to {MOST_PROXIES}."
    raise SettingIsWrong(message)


def _keys(variables: Mapping[str, str], name: str) -> Mapping[str, str]:
    """Return councils' keys by their short names; a fault names no key."""
    given = [one.strip() for one in variables.get(name, "").split(",") if one.strip()]
    keys = dict(one.split("=", 1) for one in given if re.fullmatch(r"[a-z][a-z0-9-]*=[!-~]+", one))
    if len(keys) < len(given):
        message = f"{name} cannot be read. Write council=key for each council once, with commas between."
        raise SettingIsWrong(message)
    return keys


def _folder(variables: Mapping[str, str], name: str) -> Path | None:
    given = variables.get(name, "").strip()
    return Path(given).resolve() if given else None


def _browser(variables: Mapping[str, str]) -> tuple[Path, Path] | None:
    names = ("COMMONWHEEL_COMMONS_BROWSER", "COMMONWHEEL_COMMONS_AXE")
    program, axe = (_folder(variables, name) for name in names)
    if program is None and axe is None:
        return None
    if program is None or axe is None or not program.is_file() or not axe.is_file():
        message = f"{' and '.join(names)} belong together: Chromium’s program, and the file axe.min.js."
        raise SettingIsWrong(message)
    return program, axe


def _publishing(variables: Mapping[str, str]) -> Mapping[str, Publishing]:
    keys, address = _keys(variables, _PUBLISHER_KEYS), variables.get(_PUBLISH_TO, "").strip()
    if bool(keys) != bool(address) or (address and not address.startswith(("https://", "http://"))):
        message = f"{_PUBLISHER_KEYS} and {_PUBLISH_TO} belong together: council=file, and an address as https://…."
        raise SettingIsWrong(message)
    return {
        council: Publishing(Path(key).resolve(), variables.get(_passphrase_of(council), ""), address)
        for council, key in keys.items()
    }


def _passphrase_of(council: str) -> str:
    """Return the name of the variable that has the passphrase of a council's key: words, so not in a list."""
    return f"COMMONWHEEL_PUBLISHER_PASSPHRASE_{council.upper().replace('-', '_')}"


def _names(variables: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in variables.get(name, "").split(",") if one.strip())


def _database(variables: Mapping[str, str], name: str) -> Database | None:
    url = variables.get(name, "")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        message = f"{name} is not a PostgreSQL address. Write it as postgresql://user:password@host:5432/database."
        raise SettingIsWrong(message)
    return Database(
        name=unquote(parts.path.strip("/")),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=unquote(parts.hostname or ""),
        port=str(parts.port or ""),
    )


def _mail_server(url: str) -> SmtpServer | None:
    if not url:
        return None
    parts = urlsplit(url)
    security = MAIL_SCHEMES.get(parts.scheme)
    if security is None or not parts.hostname:
        message = (
            "COMMONWHEEL_MAIL_URL is not the address of a mail server. Write it as "
            "smtp+starttls://user:password@host:587, smtps://user:password@host:465 or, on a trusted network, smtp://host:25."
        )
        raise SettingIsWrong(message)
    usual, kind = security
    return SmtpServer(
        host=parts.hostname,
        port=parts.port or usual,
        security=kind,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _secret_key(variables: Mapping[str, str], data: Path, *, embedded: bool) -> str:
    given = variables.get("COMMONWHEEL_SECRET_KEY", "")
    if given:
        if len(given) < SHORTEST_SECRET_KEY:
            message = f"COMMONWHEEL_SECRET_KEY is too short. Use {SHORTEST_SECRET_KEY} characters or more, by chance."
            raise SettingIsWrong(message)
        return given
    if embedded:
        return kept_secret(data / "secret-key")
    message = "COMMONWHEEL_SECRET_KEY is missing. With PostgreSQL every process needs the same one; set it for each."
    raise SettingIsWrong(message)


def kept_secret(path: Path) -> str:
    """
    Return the secret in the file, making it first where it is missing.

    Two processes that start at once end with the same secret: it is written whole to a file of
    its own and linked into place, which fails for the second.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()

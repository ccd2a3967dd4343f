"""What the commands of a commons share: keys with their passphrases, files to be signed, refusals in one sentence."""

import functools
import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from commonwheel.cli.on_node import REFUSED, refuse
from commonwheel.cli.pattern.printing import print_json
from commonwheel.core.problems import Failure
from commonwheel.integrations.pattern_folder.writing import write_file

if TYPE_CHECKING:
    import datetime as dt

    from securesystemslib.signer import CryptoSigner, Key

    from commonwheel.integrations.trust.keys import KeySet

P = ParamSpec("P")
A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
A_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
A_FOLDER = click.Path(file_okay=False, path_type=Path)
PASSPHRASE = "COMMONWHEEL_KEY_PASSPHRASE"  # noqa: S105  # where one is found, not one itself
_MOST = 4_000_000

to_option = click.option("--to", "address", required=True, metavar="ADDRESS", help="The commons, as https://….")
key_option = click.option(
    "--key", "key_files", required=True, multiple=True, type=A_FILE, metavar="FILE",
    help="Your private key; again for each that must sign.",
)  # fmt: skip
out_option = click.option("--out", required=True, type=A_NEW_FILE, metavar="FILE", help="The file to write.")
reason_option = click.option("--reason", required=True, help="Why, in a sentence that everybody may read.")
current_option = click.option(
    "--current", required=True, metavar="FILE|ADDRESS",
    help="The list of publishers that counts now: a file, or the address of the commons.",
)  # fmt: skip
folder_option = click.option(
    "--folder", type=A_FOLDER, envvar="COMMONWHEEL_COMMONS_FOLDER", required=True, show_envvar=True,
    help="Where the commons is.",
)  # fmt: skip


def ends_with_reason(command: Callable[P, None]) -> Callable[P, None]:
    """End with one sentence, and exit code 1, where something is refused."""

    @functools.wraps(command)
    def within(*args: P.args, **kwargs: P.kwargs) -> None:
        from commonwheel.integrations.trust.door import SendingRefused

        try:
            command(*args, **kwargs)
        except SendingRefused as reason:
            _tell_refusal(reason, as_json=bool(kwargs.get("as_json")))
            sys.exit(REFUSED)
        except Failure as reason:
            refuse(str(reason))
        except OSError as error:
            refuse(f"{error.filename or 'A file'} cannot be used: {(error.strerror or str(error)).lower()}.")

    return within


def load_signers(files: Iterable[Path]) -> list["CryptoSigner"]:
    """Return the private keys in files; their passphrases are asked for, or are in the environment."""
    from commonwheel.integrations.trust.keys import load_key

    return [load_key(file, passphrase=_passphrase(file)) for file in files]


def require_newest(key_file: Path, publisher: str, current: bytes | None) -> None:
    """
    Refuse to go on from a list that is older than one that this key has signed.

    Who stole the server could show it, and would have a second list with the same number.
    """
    from tuf.api.metadata import Targets

    from commonwheel.integrations.trust.failures import CommonsRolledBack
    from commonwheel.integrations.trust.metadata import read

    number = read(current, Targets).signed.version if current else 0
    if number < _signed(key_file).get(publisher, 0):
        raise CommonsRolledBack("The commons", f"the list of {publisher}")


def remember_signed(key_file: Path, publisher: str, number: int) -> None:
    """Write down beside a key which list it has signed last."""
    signed = _signed(key_file)
    signed[publisher] = max(number, signed.get(publisher, 0))
    write_file(_beside(key_file), json.dumps(signed, indent=1).encode())


def new_passphrase() -> str:
    """Return the passphrase for a new key, asked for twice, or from the environment."""
    given = os.environ.get(PASSPHRASE, "")
    return given or str(click.prompt("A passphrase for the key", hide_input=True, confirmation_prompt=True))


def read_keys(files: Iterable[Path]) -> list["Key"]:
    """Return the public keys in files that end in `.pub`."""
    from commonwheel.integrations.trust.keys import read_public

    return [read_public(file.read_bytes()) for file in files]


def keys_of(files: Iterable[Path], threshold: int) -> "KeySet":
    """Return public keys as a set of which some number must sign."""
    from commonwheel.integrations.trust.keys import KeySet

    return KeySet(tuple(read_keys(files)), threshold)


def current_publishers(source: str) -> bytes:
    """Return the list of publishers in a file or at an address."""
    if source.startswith(("https://", "http://")):
        from commonwheel.integrations.trust.door import CommonsDoor

        return CommonsDoor(source).publishers()
    return Path(source).read_bytes()[:_MOST]


def write_out(file: Path, text: bytes, what: str) -> None:
    """Write a file, whole or not at all, and say what it is."""
    write_file(file, text)
    click.echo(f"{what} is written to {file}.")


def now() -> "dt.datetime":
    """Return this moment."""
    import datetime as dt

    return dt.datetime.now(dt.UTC)


# Private


def _beside(key_file: Path) -> Path:
    return key_file.with_name(f"{key_file.name}.signed")


def _signed(key_file: Path) -> dict[str, int]:
    try:
        said = json.loads(_beside(key_file).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return {str(name): int(number) for name, number in said.items()}


def _passphrase(file: Path) -> str:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        load_pem_private_key(file.read_bytes(), None)
    except TypeError:
        return os.environ.get(PASSPHRASE, "") or str(click.prompt(f"Passphrase of {file}", hide_input=True))
    except ValueError:
        pass  # Whoever loads it says what is wrong.
    return ""


def _tell_refusal(reason: Failure, *, as_json: bool) -> None:
    code, problems = getattr(reason, "code", ""), getattr(reason, "problems", ())
    if as_json:
        print_json({"ok": False, "error": {"code": code, "says": str(reason)}, "problems": list(problems)})
        return
    click.echo(f"The commons did not take it: {reason}" if not problems else "The commons did not take it:", err=True)
    for one in problems:
        place = ":".join(str(part) for part in (one.get("file"), one.get("line")) if part)
        click.echo(f"  {place or one.get('code')}: {one.get('help')}", err=True)

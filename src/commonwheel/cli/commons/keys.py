"""`commonwheel commons key` and `commonwheel commons sign`."""

from pathlib import Path

import click

from commonwheel.cli.commons.sharing import A_FILE, A_NEW_FILE, ends_with_reason, load_signers, new_passphrase
from commonwheel.integrations.pattern_folder.writing import write_file


@click.command()
@click.argument("file", type=A_NEW_FILE)
@click.option("--online", is_flag=True, help="Without a passphrase: for the two keys of a running commons only.")
@ends_with_reason
def key(*, file: Path, online: bool) -> None:
    """
    Make a key in FILE, with its public part beside it in FILE.pub.

    Only you may read FILE. Send FILE.pub to those who ask for it, and read them the first characters that are
    printed here by telephone.
    """
    from commonwheel.integrations.trust.keys import make_key, save_key

    made = make_key()
    file.parent.mkdir(parents=True, exist_ok=True)
    save_key(made, file, passphrase="" if online else new_passphrase())
    click.echo(f"The key is in {file}, and its public part in {file}.pub. It begins with {made.public_key.keyid[:16]}.")


@click.command()
@click.argument("file", type=A_FILE)
@click.option("--key", "key_files", required=True, multiple=True, type=A_FILE, metavar="FILE", help="Your private key.")
@click.option("--yes", is_flag=True, help="Do not ask, once you have read what it is.")
@ends_with_reason
def sign(*, file: Path, key_files: tuple[Path, ...], yes: bool) -> None:
    """
    Say in words what FILE is, and sign it once you agree.

    Carry it to the next person who must sign. Signing twice changes nothing.
    """
    from commonwheel.integrations.trust import metadata
    from commonwheel.integrations.trust.spoken import said_of

    text = file.read_bytes()
    for line in said_of(text):
        click.echo(line)
    if not yes:
        click.confirm("Sign this?", abort=True)
    for signer in load_signers(key_files):
        text = metadata.sign(text, signer)
        click.echo(f"Signed by the key that begins with {signer.public_key.keyid[:16]}.")
    write_file(file, text)

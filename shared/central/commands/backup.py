"""`garapon-central backup` and `restore`: a copy of everything, and a centre made of it."""

import argparse
from pathlib import Path

from shared.central.archive import wrapped_secrets
from shared.central.backup import check_backup, restore_backup, take_backup, taken_at
from shared.central.commands.command import Centre, Command
from shared.central.commands.done import done_since
from shared.central.database import is_embedded
from shared.central.secrets_file import SECRETS_FILE, ChainSecrets, load_secrets, save_secrets
from shared.central.serve import utc_now
from shared.runtime.start import DONE
from shared.runtime.trouble import Trouble

PASSPHRASE_LENGTH = 12


def restore_secrets(data: Path, given: argparse.Namespace) -> ChainSecrets:
    """Return the folder's secrets, or those of the archive, which the folder then keeps."""
    if (data / SECRETS_FILE).exists() or given.passphrase_file is None:
        return load_secrets(data)
    chain = wrapped_secrets(given.file, _passphrase(given.passphrase_file))
    if not given.check:
        save_secrets(data, chain)
    return chain


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the archive, which must not exist yet")
    parser.add_argument("--with-secrets", action="store_true", help="put the chain's secrets in, under a passphrase")
    parser.add_argument("--passphrase-file", metavar="FILE", type=Path, help="read the passphrase here")


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="an archive of `backup`")
    parser.add_argument("--check", action="store_true", help="only read it to its end: is it whole, what is in it")
    parser.add_argument(
        "--passphrase-file", metavar="FILE", type=Path, help="take the secrets out of the archive with this passphrase"
    )


def _backup(centre: Centre) -> int:
    given = centre.arguments
    if given.with_secrets and given.passphrase_file is None:
        raise Trouble("--with-secrets needs --passphrase-file: whoever has archive and passphrase has the whole chain.")
    passphrase = _passphrase(given.passphrase_file) if given.with_secrets else None
    rows = 0
    for copied in take_backup(centre.engine, centre.secrets, given.file, utc_now(), passphrase):
        rows += copied.rows
        centre.say(f"{copied.table}: {copied.rows} rows")
    centre.say(
        f"{rows} rows are in {given.file}, readable with {'the passphrase' if passphrase else SECRETS_FILE} only."
    )
    return DONE


def _restore(centre: Centre) -> int:
    file = centre.arguments.file
    if centre.arguments.check:
        as_of, tables = check_backup(centre.secrets, file)
        for copied in tables:
            centre.say(f"{copied.table}: {copied.rows} rows")
        centre.say(f"{file} is whole: {sum(t.rows for t in tables)} rows as of {as_of:%Y-%m-%d %H:%M:%S UTC}.")
        return DONE
    rows = sum(copied.rows for copied in restore_backup(centre.engine, centre.secrets, file, utc_now()))
    place = "an encrypted file" if is_embedded(centre.url) else "a PostgreSQL database"
    centre.say(f"{rows} rows are restored into {place}. Nothing is lent until every device has been heard of.")
    lost = done_since(centre.data, taken_at(centre.secrets, file))
    if lost:
        centre.say("Done here after the backup, to be done again (the rest comes back with the devices):")
    for line in lost:
        centre.say(f"  {line}")
    centre.say(
        "Devices that were enrolled after the backup are let in as soon as another one has told of them, or with "
        "`device readmit`: their screens say so."
    )
    centre.say("Next: garapon-central serve, and `status` for who is missing.")
    return DONE


def _passphrase(file: Path) -> str:
    try:
        passphrase = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"The passphrase can't be read from {file}.") from error
    if len(passphrase) < PASSPHRASE_LENGTH:
        raise Trouble(f"A passphrase has at least {PASSPHRASE_LENGTH} characters.")
    return passphrase


BACKUP = Command(
    ("backup",),
    "copy everything into one encrypted file, while devices go on",
    "All rows as of one instant, compressed and sealed with the chain's secrets: without secrets.json (or, with "
    "--with-secrets, the passphrase) nobody reads it, and nobody changes it unnoticed. The file appears when it is "
    "whole. It fits both kinds of database, so an embedded centre can move to PostgreSQL. Keep secrets.json elsewhere.",
    _backup_arguments,
    _backup,
)
RESTORE = Command(
    ("restore",),
    "make a centre of a backup in an empty database",
    "Into the database that --central names, which must be empty; whole, or nothing at all. An older program's archive "
    "is brought up to date. The restored centre lends nothing (drums, tickets, vouchers) until every device has shown "
    "what it holds or is written off, and devices send again what the backup lacks. What was done at the centre since "
    "and no device knows (goods, imports, merges, held operations settled here) is listed, to be done again: the data "
    "folder remembers it. --check only reads the archive.",
    _restore_arguments,
    _restore,
)

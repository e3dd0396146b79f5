"""The users and tokens of a shared review desk, as commands that do one thing and stop."""

from __future__ import annotations

import getpass
from pathlib import Path

from repair.cli import session
from repair.cli.output import NOTHING, write_data, write_message
from repair.cli.review_options import DATABASE
from repair.core.config import Config
from repair.core.display import quantity
from repair.core.errors import ConfigError

NO_USERS_FILE = "--add-user needs --users FILE, the file to add the user to"
NO_PASSWORD = "no password was typed, so nothing was changed; type it twice"
PASSWORDS_DIFFER = "the two passwords differ, so nothing was changed; try again"
USER_ADDED = "{path}: {name} can now log in."
TOKEN_ADDED = "{database}: The token of {name} follows. Keep it: it is not shown again."
TOKENS_REVOKED = "{database}: Revoked {tokens} of {name}."


def add_user(path: Path | None, name: str) -> int:
    """Ask for a password and store it for the user ``name`` in the file ``path``; return the exit code.

    Raises:
        ConfigError: If there is no file, or the name or the password cannot be used.
    """
    with session.needing_review():
        from repair.review import auth, user_file
    if path is None:
        raise ConfigError.of(NO_USERS_FILE)
    if not auth.is_valid_name(name):
        raise ConfigError.of(auth.BAD_NAME, name=name)
    try:
        password, repeated = getpass.getpass("Password: "), getpass.getpass("Again: ")
    except EOFError as error:
        raise ConfigError.of(NO_PASSWORD) from error
    if repeated != password:
        raise ConfigError.of(PASSWORDS_DIFFER)
    user_file.add_user(path, name, password)
    write_message(USER_ADDED.format(path=path, name=name))
    return NOTHING


def add_token(settings: Config, name: str) -> int:
    """Print a new token of the user ``name``; return the exit code.

    Raises:
        ConfigError: If this cannot be the name of a user.
    """
    with session.needing_review():
        from repair.decisions.access_tokens import AccessTokens
        from repair.decisions.store import DatabaseStore
        from repair.review import auth
    if not auth.is_valid_name(name):
        raise ConfigError.of(auth.BAD_NAME, name=name)
    with DatabaseStore(settings.database or DATABASE) as store:
        token = AccessTokens(store).issue(name)
        write_message(TOKEN_ADDED.format(database=store.shown, name=name))
    write_data(f"{token}\n")
    return NOTHING


def revoke_tokens(settings: Config, name: str) -> int:
    """Revoke all tokens of the user ``name``; return the exit code."""
    with session.needing_review():
        from repair.decisions.access_tokens import AccessTokens
        from repair.decisions.store import DatabaseStore
    with DatabaseStore(settings.database or DATABASE) as store:
        count = AccessTokens(store).revoke(name)
        write_message(TOKENS_REVOKED.format(database=store.shown, name=name, tokens=quantity(count, "token")))
    return NOTHING

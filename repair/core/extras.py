"""Errors for missing optional packages: they give the installation command of the README for the extra."""

from __future__ import annotations

from typing import TypeVar

from repair.core.errors import RepairError

NEEDS_PACKAGE = "{what} the package {package}, which is not installed; run {command}"
COMMAND = "`pip install -c constraints.txt '.[{extra}]'` in the folder that repair was installed from"

AnyError = TypeVar("AnyError", bound=RepairError)


def install_command(extra: str) -> str:
    """Return the command that installs the packages of an extra of this project.

    >>> install_command("review")
    "`pip install -c constraints.txt '.[review]'` in the folder that repair was installed from"
    """
    return COMMAND.format(extra=extra)


def needs_package(kind: type[AnyError], what: str, package: str | None, *, extra: str, path: object = "") -> AnyError:
    """Return the error for a feature that needs a missing optional package.

    Args:
        kind: The class of the error.
        what: Subject and verb of the message, such as "Parquet files need".
        package: The missing package; None if it is unknown.
        extra: The extra of this project that has the package.
        path: The file that the error is about.
    """
    command = install_command(extra)
    return kind.of(NEEDS_PACKAGE, path=path, what=what, package=package or "of an extra", command=command)

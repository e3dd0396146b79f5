"""Results that are the same for all places of a name in a copy, and are computed once while the copy is processed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from repair.pipeline.detection import CopyContext

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def once_per_copy(
    function: Callable[Concatenate[CopyContext, Arguments], Result],
) -> Callable[Concatenate[CopyContext, Arguments], Result]:
    """Return the function with its results kept as long as the context of the copy; nobody may change a result.

    Args:
        function: A function of the context of a copy; its further arguments can be hashed.
    """

    @wraps(function)
    def cached(copy_context: CopyContext, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        of_copy: dict[tuple[object, ...], Result] = copy_context.results[function]
        key = (args, *kwargs.items())
        if key not in of_copy:
            of_copy[key] = function(copy_context, *args, **kwargs)
        return of_copy[key]

    return cached

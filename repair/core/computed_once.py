"""Results that are computed once for a text, a story or a copy, and are kept and freed with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar


class HoldsResults(Protocol):
    """What results are kept with: ``results`` has those of each function and its further arguments."""

    results: dict[Any, Any]


Holder = TypeVar("Holder", bound=HoldsResults)
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def computed_once(
    function: Callable[Concatenate[Holder, Arguments], Result],
) -> Callable[Concatenate[Holder, Arguments], Result]:
    """Return the function with its results kept as long as its first argument; nobody may change a result.

    Args:
        function: A function of something that does not change; its further arguments can be hashed.
    """

    @wraps(function)
    def cached(holder: Holder, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        results, key = holder.results, (function, args, *kwargs.items())
        if key not in results:
            results[key] = function(holder, *args, **kwargs)
        result: Result = results[key]
        return result

    return cached

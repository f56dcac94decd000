"""Processes that do the deciding, each stopped when the time of its request has run out."""

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple, Unpack

from anyio import BrokenWorkerProcess, CapacityLimiter, create_task_group, fail_after, to_process

from coverline.api.refusals import Reason, Refused

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")

LATER = {"Retry-After": "1"}


class Workers:
    """At most `count` processes, and at most `most` requests that one of them answers or that wait for one.

    A process can be killed where a thread cannot be stopped: a request whose time is over costs nothing
    more, delays no other, and is refused instead of being answered from half a search.
    """

    def __init__(self, count: int, most: int) -> None:
        self._count = count
        self._most = most
        self._under_way = 0
        self._limiter = CapacityLimiter(count)

    async def warm(self, function: Callable[[Unpack[Arguments]], object], *arguments: *Arguments) -> None:
        """Starts every process and lets each do something once, so that no request waits for that."""
        async with create_task_group() as group:
            for _ in range(self._count):
                group.start_soon(lambda: to_process.run_sync(function, *arguments, limiter=self._limiter))

    async def run(
        self, seconds: float, function: Callable[[Unpack[Arguments]], T], *arguments: *Arguments
    ) -> T:
        """What a function gives within so many seconds; raises Refused where it cannot be had."""
        if self._under_way >= self._most:
            detail = (
                f"found {self._under_way} requests under way, which is all that are taken; ask again later"
            )
            raise Refused(Reason.TOO_MANY, detail, headers=LATER)
        self._under_way += 1
        try:
            with fail_after(seconds):
                return await to_process.run_sync(
                    function, *arguments, cancellable=True, limiter=self._limiter
                )
        except TimeoutError:
            detail = f"found no answer within {seconds:g} seconds; ask for less at once, or later"
            raise Refused(Reason.OUT_OF_TIME, detail, headers=LATER) from None
        except BrokenWorkerProcess:
            detail = "found that the process that was deciding has ended; ask again"
            raise Refused(Reason.OUT_OF_TIME, detail, headers=LATER) from None
        finally:
            self._under_way -= 1

"""Times /api/decide at a steady rate beside the same answers in one process, and the start of the server.

Requests leave on a timetable, whether or not the ones before were answered, so that a delay of one is seen in
all that wait behind it. The sender runs on the same cores as the server.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import httpx

from coverline.api.work import work

ROOT = Path(__file__).parents[1]
RATE = 50
SECONDS = 12
STARTS = 5
BASE = {
    "payer": "cigna",
    "product": "commercial_ppo",
    "date_of_service": "2024-09-10",
    "services": [{"code": "22513", "technique": "balloon_kyphoplasty", "levels": ["T12"]}],
}
FACTS = {
    "indication": "osteoporotic_fracture",
    "fracture_date": "2024-07-01",
    "imaging_shows_recent_fracture": True,
    "pain_correlates_with_imaging": True,
    "pain_severity": "severe",
    "pain_debilitating": True,
    "conservative_treatment_failed": True,
    "conservative_treatment_duration": "6 weeks",
}


def main() -> None:
    """Print milliseconds at the median and at the 99th percentile, and the difference to one process."""
    # From nothing known to everything: each case asks for another amount of work.
    bodies = [json.dumps({**BASE, "facts": dict(list(FACTS.items())[:count])}).encode() for count in range(9)]
    alone = sorted(_in_process(bodies))
    starts = []
    for _ in range(STARTS):
        with server() as (address, seconds):
            starts.append(seconds)
    with server() as (address, _):
        asyncio.run(steadily(f"{address}/api/decide", bodies, RATE, RATE))
        served = sorted(asyncio.run(steadily(f"{address}/api/decide", bodies, RATE, RATE * SECONDS)))
    print(f"\n/api/decide, {RATE} requests a second for {SECONDS} seconds, {os.cpu_count()} cores")
    print(f"{'median':>10}{'99th':>10}  milliseconds")
    for name, measured in (("in one process", alone), ("over HTTP", served)):
        print(f"{1000 * median(measured):10.1f}{1000 * last_percent(measured):10.1f}  {name}")
    print(f"{1000 * (last_percent(served) - last_percent(alone)):20.1f}  difference at the 99th percentile")
    print(f"\nfrom the start to the first page: {median(starts):.2f} s (median of {STARTS})")


def _in_process(bodies: list[bytes]) -> Iterator[float]:
    for turn in range(RATE * SECONDS + 100):
        start = perf_counter()
        work("decide", bodies[turn % len(bodies)], {}, 10)
        if turn >= 100:
            yield perf_counter() - start


async def steadily(address: str, bodies: list[bytes], rate: int, count: int) -> list[float]:
    """The seconds that each of so many requests took, sent at so many a second."""
    limits = httpx.Limits(max_keepalive_connections=20)
    async with httpx.AsyncClient(limits=limits) as client:
        start = perf_counter()
        due = ((start + turn / rate, bodies[turn % len(bodies)]) for turn in range(count))
        return await asyncio.gather(*(_one(client, address, when, body) for when, body in due))


async def _one(client: httpx.AsyncClient, address: str, due: float, body: bytes) -> float:
    await asyncio.sleep(due - perf_counter())
    response = await client.post(address, content=body, headers={"content-type": "application/json"})
    if response.status_code != 200:
        raise SystemExit(
            f"status {response.status_code}: this machine is too busy with other work to measure on"
        )
    return perf_counter() - due


def last_percent(measured: list[float]) -> float:
    """The 99th percentile."""
    return quantiles(measured, n=100)[-1]


@contextmanager
def server() -> Iterator[tuple[str, float]]:
    """A server of its own, and the seconds from its start to its first page."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "coverline", "serve", "--port", "0"]
    start = perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment, text=True
    )
    assert process.stdout is not None
    try:
        address = next(line.split()[-1] for line in process.stdout if line.startswith("Coverline answers"))
        assert httpx.get(f"{address}/docs").status_code == 200
        yield address, perf_counter() - start
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


if __name__ == "__main__":
    main()

"""Remembers which tokens were used, for as long as they could be used again."""

import heapq
from hashlib import sha256

# A token is some hundred bytes here; an EHR that sends more at once than this has to wait.
MOST = 200_000


class Replays:
    """The names of tokens that were seen and have not expired; kept in memory alone."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()
        self._expiring: list[tuple[float, bytes]] = []

    def is_new(self, issuer: str, token: str, expires: float, now: float) -> bool:
        """Whether a token is used for the first time; it is remembered until it expires."""
        while self._expiring and self._expiring[0][0] < now:
            self._seen.discard(heapq.heappop(self._expiring)[1])
        name = sha256(f"{issuer}\0{token}".encode(errors="surrogatepass")).digest()
        if name in self._seen or len(self._seen) >= MOST:
            return False
        self._seen.add(name)
        heapq.heappush(self._expiring, (expires, name))
        return True

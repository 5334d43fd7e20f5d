"""How the bot speaks HTTP with Telegram: over several small pools of connections.

One pool with many requests under way looks through all of its connections for each of them, which
costs ten times as much at 64 as at one. No pool repeats a request by itself.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from telegram.request import BaseRequest, HTTPXRequest, RequestData
from typing_extensions import override

POOLS = 8
CONNECTIONS_EACH = 8


class ShardedRequest(BaseRequest):
    """Sends each request over the pool that has the fewest under way."""

    def __init__(self, pools: int = POOLS, connections_each: int = CONNECTIONS_EACH) -> None:
        context = ssl.create_default_context()  # shared, because making one takes 25 ms
        self._pools = [
            HTTPXRequest(
                connection_pool_size=connections_each,
                read_timeout=30,
                pool_timeout=10,
                httpx_kwargs={"verify": context},
            )
            for _ in range(pools)
        ]
        self._under_way = [0] * pools

    @property
    @override
    def read_timeout(self) -> float | None:
        return self._pools[0].read_timeout

    @override
    async def initialize(self) -> None:
        for pool in self._pools:
            await pool.initialize()

    @override
    async def shutdown(self) -> None:
        for pool in self._pools:
            await pool.shutdown()

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **named: Any,
    ) -> tuple[int, bytes]:
        with self._least_busy() as pool:
            return await pool.do_request(url, method, request_data, *timeouts, **named)

    @contextmanager
    def _least_busy(self) -> Iterator[HTTPXRequest]:
        at = self._under_way.index(min(self._under_way))
        self._under_way[at] += 1
        try:
            yield self._pools[at]
        finally:
            self._under_way[at] -= 1

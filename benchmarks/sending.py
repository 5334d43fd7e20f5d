"""Measures what sending costs: the limiter's question, and HTTP over one pool or several.

Run with `python -m benchmarks.sending`. Prints one JSON line for each.
"""

import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path

import structlog
from telegram.request import BaseRequest, HTTPXRequest

from bot.store import sending
from bot.store.migrate import migrate
from bot.store.pool import open_pool
from bot.store.postgres import EmbeddedPostgres
from bot.telegram_http import ShardedRequest

WIDE = sending.Bucket(every_s=0.000001, burst=1000)
QUESTIONS, CHATS = 2000, 500
REQUESTS, AT_ONCE, ANSWER_S = 2000, 64, 0.05
ANSWER = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}'


async def _limiter() -> dict[str, object]:
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as name,
        EmbeddedPostgres(Path(name) / "postgres") as server,
    ):
        await migrate(server.url)
        async with open_pool(server.url) as pool:
            took = []
            for number in range(QUESTIONS):
                begun = time.perf_counter()
                async with pool.connection() as conn:
                    await sending.take(
                        conn, number % CHATS + 1, 1, own=WIDE, long_run=WIDE, overall=WIDE
                    )
                took.append((time.perf_counter() - begun) * 1000)
    return {
        "measured": "the limiter's question",
        "p50_ms": round(statistics.median(took), 3),
        "p99_ms": round(statistics.quantiles(took, n=100)[98], 3),
    }


async def _http(name: str, request: BaseRequest, url: str) -> dict[str, object]:
    waiting = asyncio.Semaphore(AT_ONCE)

    async def ask() -> None:
        async with waiting:
            await request.do_request(url, "POST")

    async with request:
        await asyncio.gather(*(ask() for _ in range(AT_ONCE * 2)))  # the connections stand
        wall, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(ask() for _ in range(REQUESTS)))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "measured": f"HTTP over {name}, {AT_ONCE} at once",
        "per_s": round(REQUESTS / wall),
        "cpu_ms": round(cpu / REQUESTS * 1000, 2),
    }


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            await asyncio.sleep(ANSWER_S)
            writer.write(ANSWER)
    except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
        writer.close()


async def main() -> None:
    """Print the figures; the HTTP server's own work is in both of them."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    print(json.dumps(await _limiter()))
    async with await asyncio.start_server(_serve, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        url = f"http://{host}:{port}/"
        one = HTTPXRequest(connection_pool_size=AT_ONCE, read_timeout=30, pool_timeout=10)
        print(json.dumps(await _http("one pool", one, url)))
        print(json.dumps(await _http("several pools", ShardedRequest(), url)))


if __name__ == "__main__":
    asyncio.run(main())

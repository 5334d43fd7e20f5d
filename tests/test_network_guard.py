"""The guard of every test: this machine only."""

import asyncio
import socket

import pytest


async def test_a_connection_to_elsewhere_is_refused_before_it_is_tried() -> None:
    with pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        await asyncio.open_connection("192.0.2.1", 80)


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(RuntimeError, match=r"example\.com"):
        socket.getaddrinfo("example.com", 443)


def test_a_name_that_cannot_exist_fails_as_it_would_anywhere() -> None:
    with pytest.raises(socket.gaierror):
        socket.create_connection(("nowhere.invalid", 443))


async def test_loopback_is_open() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "localhost", 0)
    async with server:
        host, port = server.sockets[0].getsockname()[:2]
        _, writer = await asyncio.open_connection(host, port)
        writer.close()
        await writer.wait_closed()

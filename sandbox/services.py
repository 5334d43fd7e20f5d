"""The table of the services that `python -m sandbox` runs, and what a bot is told of them.

It knows how to start each, and nothing of what it does.
"""

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from starlette.applications import Starlette

from sandbox.apiframe import app as apiframe
from sandbox.apiframe import world as apiframe_world
from sandbox.bfl import app as bfl
from sandbox.bfl import world as bfl_world
from sandbox.faults import CallLog, Faults
from sandbox.google_sheets import app as google_sheets
from sandbox.kraken import app as kraken
from sandbox.kraken import world as kraken_world
from sandbox.nemo import app as nemo
from sandbox.nemo.accounts import REGISTERED_TOKEN
from sandbox.notion import app as notion
from sandbox.notion import world as notion_world
from sandbox.rapidapi import flux as rapid_flux
from sandbox.runway import app as runway
from sandbox.runway import rapid as rapid_runway
from sandbox.telegram import app as telegram
from sandbox.telegram.flood import Flood
from sandbox.telegram.profile import TOKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a service runs, and with what; `folder` is its own, `options` the command line's."""

    url: str
    folder: Path
    faults: Faults
    calls: CallLog
    options: argparse.Namespace


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A service: `name` is that of faults, calls and books, and of the option for its port.

    The app that `create` makes has `state.control`, which is a `sandbox.control.Service`.
    """

    name: str
    port: int
    create: Callable[[Site], Starlette]


class _InMemory(Protocol):
    def __call__(
        self, *, public_url: str, faults: Faults, calls: CallLog, pace: float
    ) -> Starlette: ...


class _WithFiles(Protocol):
    def __call__(
        self, *, public_url: str, folder: Path, faults: Faults, calls: CallLog, pace: float
    ) -> Starlette: ...


class _AtOnce(Protocol):
    def __call__(self, *, public_url: str, faults: Faults, calls: CallLog) -> Starlette: ...


def _at_once(create_app: _AtOnce) -> Callable[[Site], Starlette]:
    return lambda site: create_app(public_url=site.url, faults=site.faults, calls=site.calls)


def _in_memory(create_app: _InMemory) -> Callable[[Site], Starlette]:
    return lambda site: create_app(
        public_url=site.url, faults=site.faults, calls=site.calls, pace=site.options.pace
    )


def _with_files(create_app: _WithFiles) -> Callable[[Site], Starlette]:
    return lambda site: create_app(
        public_url=site.url,
        folder=site.folder,
        faults=site.faults,
        calls=site.calls,
        pace=site.options.pace,
    )


def _telegram(site: Site) -> Starlette:
    return telegram.create_app(
        folder=site.folder,
        faults=site.faults,
        calls=site.calls,
        flood=Flood() if site.options.flood else None,
        pace=site.options.pace,
    )


def _nemo(site: Site) -> Starlette:
    return nemo.create_app(
        public_url=site.url,
        folder=site.folder,
        faults=site.faults,
        calls=site.calls,
        seed=site.options.seed,
        pace=site.options.pace,
        tokens_per_address=site.options.tokens_per_address,
    )


# 8083 is the control address, which controls them and is none of them.
SERVICES = (
    Served(name="telegram", port=8081, create=_telegram),
    Served(name="nemo", port=8082, create=_nemo),
    Served(name="bfl", port=8084, create=_in_memory(bfl.create_app)),
    Served(name="rapid_flux", port=8085, create=_in_memory(rapid_flux.create_app)),
    Served(name="rapid_runway", port=8086, create=_with_files(rapid_runway.create_app)),
    Served(name="kraken", port=8087, create=_in_memory(kraken.create_app)),
    Served(name="runway", port=8088, create=_with_files(runway.create_app)),
    Served(name="apiframe", port=8089, create=_with_files(apiframe.create_app)),
    # 8090 is where the bot itself listens.
    Served(name="google_sheets", port=8091, create=_at_once(google_sheets.create_app)),
    Served(name="notion", port=8092, create=_at_once(notion.create_app)),
)

_URLS = {
    "TELEGRAM_API_URL": "telegram",
    "NEMO_API_URL": "nemo",
    "NEMO_WEB_URL": "nemo",
    "BFL_API_URL": "bfl",
    "RAPIDAPI_FLUX_URL": "rapid_flux",
    "RAPIDAPI_RUNWAY_URL": "rapid_runway",
    "KRAKEN_API_URL": "kraken",
    "RUNWAY_API_URL": "runway",
    "APIFRAME_API_URL": "apiframe",
    "SHEETS_URL": "google_sheets",
    "NOTION_API_URL": "notion",
}
#: The settings that open an engine to the bot. Both products of RapidAPI take the same key.
KEYS: Mapping[str, Mapping[str, str]] = {
    "bfl": {"BFL_API_KEY": bfl_world.KEY},
    "rapidapi": {"RAPIDAPI_KEY": rapid_flux.KEY},
    "kraken": {"KRAKEN_API_KEY": kraken_world.KEY, "KRAKEN_API_SECRET": kraken_world.SECRET},
    "runway": {"RUNWAY_API_KEY": runway.KEY},
    "apiframe": {"APIFRAME_API_KEY": apiframe_world.KEYS[1]},
}


def engines(text: str) -> tuple[str, ...]:
    """The names in an option's text, split at commas. Raises ArgumentTypeError."""
    names = () if text == "none" else tuple(name.strip() for name in text.split(","))
    for name in names:
        if name not in KEYS:
            raise argparse.ArgumentTypeError(
                f"there is no engine {name!r}; there are {', '.join(KEYS)}, or none"
            )
    return names


def settings(urls: Mapping[str, str], options: argparse.Namespace) -> dict[str, str]:
    """What a bot is to be told, by the names of its settings; `urls` are by service."""
    told = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        # An account with plenty of credits, so that trying things out does not end soon.
        "NEMO_TOKEN": REGISTERED_TOKEN,
        "NOTION_TOKEN": notion_world.KEY,
        **{setting: urls[name] for setting, name in _URLS.items()},
        # Each service hands out addresses of its own, and takes those of the others.
        "MEDIA_HOSTS": json.dumps([_host(url) for url in urls.values()], separators=(",", ":")),
    }
    for name in options.engines:
        told |= KEYS[name]
    if "apiframe" in options.engines and options.apiframe_v2:
        told["APIFRAME_API_KEY"] = apiframe_world.KEYS[2]
    return told


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}"

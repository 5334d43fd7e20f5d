"""The engines that the settings hold keys for; one without a key is not there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import httpx
from pydantic import SecretStr

from adapters import apiframe, bfl, kraken, rapid_flux, rapid_runway, runway
from adapters.apiframe import v1, v2
from adapters.base import ImageHost, Maker
from adapters.runway_models import TABLES
from bot.engines import catalogue
from bot.engines.catalogue import Entry, Link, engines_for
from bot.hooks import HookAddresses
from bot.local_engine import local_engine
from bot.settings import ConfigError, Settings
from intents.crafts import Craft
from wire.clock import Clock
from wire.poll import Schedule

#: Keys of Apiframe's second version begin so.
KEYS_OF_V2: Final = "afk_"
#: A picture that has to have an address is made smaller than this before it is handed to the host.
HOSTED_BYTES: Final = 1_900_000
AT_ONCE: Final = Schedule(first_s=0.2, longest_s=0.5, total_s=300.0)


def _nowhere(_: str) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """An engine at work: how it is called, how often it is asked, and who hosts pictures for it.

    `report_to` gives for an order's key the fields by which the engine is told where to report.
    """

    entry: Entry
    maker: Maker
    pace: Schedule
    queue_pace: Schedule | None = None
    host: ImageHost | None = None
    report_to: Callable[[str], Mapping[str, str]] = _nowhere

    @property
    def name(self) -> str:
        """What the books call it."""
        return self.entry.name


class Engines:
    """All configured engines, in the order in which they are tried."""

    def __init__(self, engines: tuple[Engine, ...]) -> None:
        self._engines = {engine.name: engine for engine in engines}

    def __iter__(self) -> Iterator[Engine]:
        return iter(self._engines.values())

    def get(self, name: str) -> Engine | None:
        """The engine of this name; None where its key was taken away."""
        return self._engines.get(name)

    def able(self, link: Link, craft: Craft, policy: str) -> tuple[Engine, ...]:
        """Those that can do a link, in the order to try them."""
        entries = engines_for((engine.entry for engine in self), link, craft, policy)
        return tuple(self._engines[entry.name] for entry in entries)

    def crafts(self) -> frozenset[Craft]:
        """What can be made at all."""
        honest = {link for it in self for link in it.entry.abilities if it.entry.honest}
        made = {craft for craft, chain in catalogue.CHAINS.items() if set(chain) <= honest}
        return frozenset(made | {Craft.CLIP})


def engines_of(
    settings: Settings, http: httpx.AsyncClient, clock: Clock, hooks: HookAddresses
) -> Engines:
    """Build the clients of all engines with keys. Raises ConfigError for a key that is none."""
    try:
        return Engines(tuple(_engines(settings, http, clock, hooks)))
    except ValueError as exc:
        raise ConfigError(f"A key or address of an engine is not right: {exc}.") from exc


def _engines(
    settings: Settings, http: httpx.AsyncClient, clock: Clock, hooks: HookAddresses
) -> Iterator[Engine]:
    hosts = settings.media_hosts
    image_host = _kraken(settings, http)
    if settings.bfl_api_key is not None:
        models: Mapping[str, str] = {"image": settings.bfl_model} if settings.bfl_model else {}
        yield Engine(
            entry=catalogue.BFL,
            maker=bfl.Bfl(
                http=http,
                key=settings.bfl_api_key,
                base_url=settings.bfl_api_url,
                models=models,
                webhook=hooks.bfl(),
                media_hosts=hosts,
            ),
            pace=bfl.PACE,
        )
    if settings.rapidapi_key is not None:
        yield Engine(
            entry=catalogue.RAPID_FLUX,
            maker=rapid_flux.RapidFlux(
                http=http,
                key=settings.rapidapi_key,
                base_url=settings.rapidapi_flux_url,
                extra_hosts=hosts,
            ),
            pace=AT_ONCE,
        )
    if settings.runway_api_key is not None:
        models = {"image_to_video": settings.runway_model} if settings.runway_model else {}
        yield Engine(
            entry=_as_the_model_can(catalogue.RUNWAY, settings),
            maker=runway.Runway(
                http=http,
                key=settings.runway_api_key,
                base_url=settings.runway_api_url,
                models=models,
                successors=settings.runway_successors,
                extra_hosts=hosts,
            ),
            pace=runway.PACE,
            queue_pace=runway.QUEUE_PACE,
        )
    if settings.rapidapi_key is not None:
        yield Engine(
            entry=catalogue.RAPID_RUNWAY,
            maker=rapid_runway.RapidRunway(
                http=http,
                key=settings.rapidapi_key,
                base_url=settings.rapidapi_runway_url,
                extra_hosts=hosts,
            ),
            pace=rapid_runway.PACE,
            # It takes a picture's bytes, too; an address is what its documents show.
            host=image_host,
            report_to=hooks.rapid_runway,
        )
    if settings.apiframe_api_key is not None:
        yield _apiframe(settings, settings.apiframe_api_key, http, clock, hooks)
    yield Engine(entry=catalogue.LOCAL, maker=local_engine(), pace=AT_ONCE)


def is_of_v2(key: SecretStr) -> bool:
    """Whether a key of Apiframe's is one of its second version."""
    return key.get_secret_value().startswith(KEYS_OF_V2)


def key_of_v2(settings: Settings) -> SecretStr | None:
    """The key that proves news of Apiframe's second version; None where that is not used."""
    key = settings.apiframe_api_key
    return key if key is not None and is_of_v2(key) else None


def _as_the_model_can(entry: Entry, settings: Settings) -> Entry:
    """Runway's entry with the forms and lengths of the model that the operator has chosen."""
    name = settings.runway_successors.get(settings.runway_model, settings.runway_model)
    model = TABLES["image_to_video"].get(name)
    if model is None:
        return entry
    usual = entry.abilities[Link.ANIMATE]
    ability = replace(
        usual,
        ratios=tuple(it for it in catalogue.USUAL_RATIOS if model.ratio_for(it) is not None),
        seconds=tuple(model.seconds) or usual.seconds,
        seeds=usual.seeds if model.seed else range(0),
    )
    return replace(entry, abilities={**entry.abilities, Link.ANIMATE: ability})


def _kraken(settings: Settings, http: httpx.AsyncClient) -> ImageHost | None:
    key, secret = settings.kraken_api_key, settings.kraken_api_secret
    if key is None and secret is None:
        return None
    if key is None or secret is None:
        raise ConfigError("KRAKEN_API_KEY and KRAKEN_API_SECRET go together: set both or none.")
    return kraken.Kraken(
        http=http,
        key=key,
        secret=secret,
        base_url=settings.kraken_api_url,
        extra_hosts=settings.media_hosts,
    )


def _apiframe(
    settings: Settings,
    key: SecretStr,
    http: httpx.AsyncClient,
    clock: Clock,
    hooks: HookAddresses,
) -> Engine:
    hosts, url = settings.media_hosts, settings.apiframe_api_url
    if is_of_v2(key):
        newer = apiframe.ApiframeV2(
            http=http,
            key=key,
            clock=clock,
            base_url=url or v2.BASE_URL,
            webhook_url=hooks.apiframe_v2(),
            extra_hosts=hosts,
        )
        return Engine(entry=catalogue.APIFRAME_V2, maker=newer, host=newer, pace=v2.PACE)
    older = apiframe.ApiframeV1(
        http=http,
        key=key,
        base_url=url or v1.BASE_URL,
        callback=hooks.apiframe_v1,
        extra_hosts=hosts,
    )
    return Engine(entry=catalogue.APIFRAME_V1, maker=older, host=older, pace=v1.PACE)

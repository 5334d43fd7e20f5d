"""Every setting of the bot, read once from the environment and `.env`."""

import difflib
import os
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.zones import zone_named

PREFIXES = ("TELEGRAM_", "NEMO_", "IMAGE_TO_VIDEO_", "BFL_", "RAPIDAPI_", "APIFRAME_", "ONWARD_")


class ConfigError(Exception):
    """A setting is missing, wrong or misspelt; the message names it and says how to mend it."""


class Settings(BaseSettings):
    """All settings; each is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
    )

    telegram_bot_token: SecretStr
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook: bool = False
    nemo_api_url: str = "https://mega-api-prod.nemovideo.ai"
    nemo_web_url: str = "https://nemovideo.com"
    nemo_token: SecretStr | None = None
    skill_source: str | None = None
    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    secret_key: SecretStr | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"
    telegram_max_download_mb: int = Field(default=20, ge=1)
    telegram_max_upload_mb: int = Field(default=50, ge=1)
    telegram_chat_burst: int = Field(default=5, ge=2)
    telegram_per_second: int = Field(default=30, ge=10)
    progress_interval_s: float = Field(default=3.0, gt=0)
    ask_before_costs: bool = False
    low_credits: float = Field(default=100, ge=0)
    link_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    turn_timeout_s: float = Field(default=900.0, gt=0)
    heartbeat_timeout_s: float = Field(default=600.0, gt=0)
    still_working_s: float = Field(default=120.0, gt=0)
    look_first_s: float = Field(default=30.0, ge=0)
    look_again_s: float = Field(default=60.0, ge=0)
    settled_after_s: float = Field(default=2.0, ge=0)
    longest_wait_s: float = Field(default=300.0, ge=0)
    render_timeout_s: float = Field(default=1800.0, gt=0)
    most_waiting: int = Field(default=30, ge=1)
    work_at_once: int = Field(default=32, ge=1)
    nemo_at_once: int = Field(default=32, ge=1)
    keep_rows_days: float = Field(default=90.0, ge=1)
    keep_files_days: float = Field(default=30.0, ge=1)
    engine: Literal["auto", "nemo", "runway", "apiframe", "local"] = "auto"
    too_slow_s: float = Field(default=600.0, gt=0)
    batch_at_once: int = Field(default=3, ge=1, le=50)
    engine_rest_s: float = Field(default=120.0, ge=0)
    engine_longest_s: float = Field(default=21_600.0, gt=0)
    bfl_api_key: SecretStr | None = None
    bfl_api_url: str = "https://api.bfl.ai"
    bfl_model: str = ""
    rapidapi_key: SecretStr | None = None
    rapidapi_flux_url: str = "https://ai-text-to-image-generator-flux-free-api.p.rapidapi.com"
    rapidapi_runway_url: str = "https://runwayml.p.rapidapi.com"
    kraken_api_key: SecretStr | None = None
    kraken_api_secret: SecretStr | None = None
    kraken_api_url: str = "https://api.kraken.io"
    runway_api_key: SecretStr | None = None
    runway_api_url: str = "https://api.dev.runwayml.com"
    runway_model: str = ""
    runway_successors: dict[str, str] = Field(default_factory=dict)
    apiframe_api_key: SecretStr | None = None
    apiframe_api_url: str | None = None
    media_hosts: tuple[str, ...] = ()
    public_url: str | None = None
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8090, ge=0, le=65535)
    onward_url: str | None = None
    onward_secret: SecretStr | None = None
    notion_token: SecretStr | None = None
    notion_api_url: str = "https://api.notion.com"
    sheets_url: str = "https://docs.google.com"
    time_zone: str = "UTC"

    @field_validator("time_zone")
    @classmethod
    def _is_zone(cls, name: str) -> str:
        zone = zone_named(name)
        if zone is None:
            raise ValueError("it is no time zone; write it like Europe/Berlin or UTC+8")
        return zone

    @property
    def has_door(self) -> bool:
        """Whether anybody is to call: from outside, or at a port that was named for it."""
        return bool(self.public_url) or "web_port" in self.model_fields_set

    def secrets(self) -> tuple[str, ...]:
        """Every secret in clear, for the one who has to keep them out of the logs."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return tuple(value.get_secret_value() for value in values if isinstance(value, SecretStr))


def read_settings() -> Settings:
    """The settings of this process.

    Raises ConfigError, whose message is one line a person can act on and never holds a value.
    """
    environment = os.environ  # noqa: TID251 -- the one place that looks at it
    _refuse_misspelt(tuple(environment))
    try:
        return Settings()
    except ValidationError as exc:
        raise ConfigError(_explain(exc)) from None


def _refuse_misspelt(names: tuple[str, ...]) -> None:
    known = [name.upper() for name in Settings.model_fields]
    for name in names:
        if name.upper().startswith(PREFIXES) and name.upper() not in known:
            near = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0)
            raise ConfigError(f"{name} is not a setting. Did you mean {near[0]}?")


def _explain(exc: ValidationError) -> str:
    first = exc.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0]).upper()
    if name == "TELEGRAM_BOT_TOKEN" and first["type"] == "missing":
        return (
            "TELEGRAM_BOT_TOKEN is missing. Put the token that @BotFather gave you into .env,"
            " or run `make demo` to try everything without one."
        )
    if first["type"] == "extra_forbidden":
        known = [field.upper() for field in Settings.model_fields]
        near = difflib.get_close_matches(name, known, n=1, cutoff=0)
        return f"{name} in .env is not a setting. Did you mean {near[0]}?"
    return f"{name} is not right: {first['msg']}."

"""Settings: what is missing, wrong or misspelt is named in one line, without its value."""

import re
from pathlib import Path

import pytest

from bot.flows.turns import LOOKS
from bot.settings import ConfigError, Settings, read_settings

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path


def test_without_a_token_it_says_what_is_missing_and_names_the_demo() -> None:
    with pytest.raises(ConfigError, match=r"TELEGRAM_BOT_TOKEN is missing.*make demo"):
        read_settings()


def test_a_token_in_the_environment_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:hunter2")
    settings = read_settings()
    assert settings.telegram_bot_token.get_secret_value() == "1:hunter2"
    assert "hunter2" not in repr(settings)


def test_a_copied_example_with_only_the_token_filled_in_works(empty_folder: Path) -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    (empty_folder / ".env").write_text(
        example.replace("TELEGRAM_BOT_TOKEN=", "TELEGRAM_BOT_TOKEN=1:hunter2"), "utf-8"
    )
    assert read_settings().data_dir == Path("data")


def test_the_example_lists_every_setting_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    listed = re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)
    assert sorted(listed) == sorted(name.upper() for name in Settings.model_fields)


def test_a_lost_answer_is_looked_for_by_the_backends_own_schedule() -> None:
    default = {name: field.default for name, field in Settings.model_fields.items()}
    assert (default["look_first_s"], default["look_again_s"], LOOKS) == (30, 60, 5)
    assert default["still_working_s"] == 120
    assert (default["turn_timeout_s"], default["heartbeat_timeout_s"]) == (900, 600)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("NEMO_TOKN", "NEMO_TOKEN"), ("TELEGRAM_TOKEN", "TELEGRAM_BOT_TOKEN")],
)
def test_a_misspelt_variable_stops_the_start_and_is_named(
    wrong: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:hunter2")
    monkeypatch.setenv(wrong, "value-of-it")
    with pytest.raises(ConfigError, match=rf"{wrong} is not a setting.*{right}") as caught:
        read_settings()
    assert "value-of-it" not in str(caught.value)


def test_a_misspelt_line_in_the_file_stops_the_start_and_is_named(empty_folder: Path) -> None:
    (empty_folder / ".env").write_text("TELEGRAM_BOT_TOKEN=1:a\nLOG_LEVLE=DEBUG\n")
    with pytest.raises(ConfigError, match=r"LOG_LEVLE in \.env is not a setting.*LOG_LEVEL"):
        read_settings()


def test_a_wrong_value_is_named_but_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:hunter2")
    monkeypatch.setenv("TURN_TIMEOUT_S", "soon-hunter2")
    with pytest.raises(ConfigError, match="TURN_TIMEOUT_S is not right") as caught:
        read_settings()
    assert "hunter2" not in str(caught.value)

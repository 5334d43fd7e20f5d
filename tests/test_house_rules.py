"""What was agreed on and no other tool checks."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "adapters", "nemo_client", "intents", "studio", "wire", "sandbox")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TABLES = {"intents/lexicon"}  # words, not logic
LONGEST_MODULE = 400
LONGEST_MAIN = 60


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_a_module_fits_in_the_head(path: Path) -> None:
    lines = len(path.read_text("utf-8").rstrip().splitlines())
    if not short(path).startswith(tuple(TABLES)):
        assert lines <= (LONGEST_MAIN if path.name == "__main__.py" else LONGEST_MODULE)


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_a_module_says_first_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_sleep_is_left_to_the_clock(path: Path) -> None:
    """`asyncio.sleep` cannot be an import rule, because `asyncio` itself is welcome."""
    if short(path) != "wire/clock.py" and not short(path).startswith(("sandbox/", "studio/")):
        assert "asyncio.sleep(" not in path.read_text("utf-8")


def test_no_name_says_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert not [short(path) for path in MODULES if path.stem in vague]


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    front_matter = (ROOT / "SKILL.md").read_text("utf-8").split("---\n")[1]
    skill = yaml.safe_load(front_matter)
    assert skill["version"] == project["version"]
    assert skill["name"] == project["name"]
    assert f"## {project['version']}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_file_and_module_that_the_readme_names_is_there() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    named = re.findall(r"`((?:tests|docs|bot)/[\w/.-]+)`|\]\(((?!http)[\w/.-]+)\)", readme)
    missing = [name for pair in named for name in pair if name and not (ROOT / name).exists()]
    assert not missing


def test_every_make_target_that_is_documented_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for document in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"`make (\w+)`", (ROOT / document).read_text("utf-8")):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target

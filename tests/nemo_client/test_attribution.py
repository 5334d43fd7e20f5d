"""The headers that name the caller."""

from pathlib import Path

import pytest

from nemo_client import Attribution, read_attribution

SKILL = "---\nname: image-to-video-in-flow\nversion: 1.10\ndescription: x\n---\n# Text\n"


def _write(folder: Path, text: str = SKILL) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    skill = folder / "SKILL.md"
    skill.write_text(text, encoding="utf-8", newline="")
    return skill


@pytest.mark.parametrize("text", [SKILL, "\ufeff" + SKILL, SKILL.replace("\n", "\r\n")])
def test_name_and_version_come_from_the_front_matter(text: str, tmp_path: Path) -> None:
    assert read_attribution(_write(tmp_path, text), home=tmp_path / "home").headers == {
        "X-Skill-Source": "image-to-video-in-flow",
        "X-Skill-Version": "1.10",
        "X-Skill-Platform": "unknown",
    }


@pytest.mark.parametrize(
    ("place", "platform", "expected"),
    [
        (".clawhub/skills/x", "", "clawhub"),
        (".cursor/skills/x", "", "cursor"),
        (".cursor/other", "", "unknown"),
        (".clawhub-not/x", "", "unknown"),
        ("src", "", "unknown"),
        ("src", "clawhub", "clawhub"),
        (".cursor/skills/x", " clawhub ", "clawhub"),
        (".cursor/skills/x", "  ", "cursor"),
    ],
)
def test_the_platform_is_told_or_seen_from_the_place(
    place: str, platform: str, expected: str, tmp_path: Path
) -> None:
    skill = _write(tmp_path / place)
    assert read_attribution(skill, platform=platform, home=tmp_path).platform == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# no front matter\n",
        "---\nname: x\nversion: 1\n",
        "---\nname: x\n---\n",
        "---\nversion: 1\n---\n",
        "---\nname: [x]\nversion: 1\n---\n",
        "---\nname: 短片\nversion: 1\n---\n",
        '---\nname: "a\\nX-Admin: 1"\nversion: 1\n---\n',
        "---\nname: {\n---\n",
        "---\njust text\n---\n",
    ],
)
def test_a_front_matter_that_cannot_be_sent_is_refused_by_name(text: str, tmp_path: Path) -> None:
    skill = _write(tmp_path, text)
    with pytest.raises(ValueError, match=r"SKILL\.md"):
        read_attribution(skill, home=tmp_path)


def test_no_client_without_attribution() -> None:
    with pytest.raises(ValueError, match="version"):
        Attribution(source="x", version="", platform="unknown")

"""`python -m intents`: a message a line in, a JSON object a line out."""

import json
import subprocess
import sys

COMMAND = [sys.executable, "-m", "intents"]


def test_each_line_is_answered_before_the_next_one_comes() -> None:
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for message, intent in [
            ("export\n", "export"),
            ("还剩多少积分\n", "credits"),
            ("\n", "edit"),
        ]:
            process.stdin.write(message.encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["intent"] == intent
        process.stdin.close()
        assert process.wait(10) == 0


def test_the_answer_has_its_three_fields_and_why_if_asked() -> None:
    line = "make it brighter and then export\n"
    assert _answers(line) == [{"intent": "edit", "then": "export", "confidence": 0.95}]
    explained = _answers(line, "--explain")[0]
    assert explained.pop("why")
    assert explained == _answers(line)[0]


def test_bad_bytes_and_a_last_line_without_an_end_are_answered() -> None:
    answers = _answers(b"\xff\xfe\x00\n\r\nexport\xff\n\xed\xa0\x80\nexport")
    assert [answer["intent"] for answer in answers] == ["edit", "edit", "export", "edit", "export"]


def test_a_reader_that_leaves_is_no_crash() -> None:
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.close()
        _, errors = process.communicate(b"export\n" * 1000, timeout=20)
    assert process.returncode == 0
    assert errors == b""


def _answers(messages: str | bytes, *options: str) -> list[dict[str, object]]:
    given = messages.encode() if isinstance(messages, str) else messages
    done = subprocess.run([*COMMAND, *options], input=given, capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_command_is_its_intent() -> None:
    answers = _answers("/export\n/credits now\n/status@the_bot\n/dance\n")
    assert [answer["intent"] for answer in answers[:3]] == ["export", "credits", "status"]
    assert len(answers) == 4


def test_crossval_needs_at_least_two_groups() -> None:
    command = [*COMMAND, "crossval", "--folds", "1"]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 2
    assert "at least 2" in done.stderr

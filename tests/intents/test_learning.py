"""The weights, the messages they come from, and how they are measured."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.classify import classify
from intents.compounds import compounds
from intents.corpus import NOT_WRITERS, Example, blind, everything, read_file
from intents.crossval import groups
from intents.features import Features, pieces
from intents.look import look
from intents.measure import measure
from intents.network import FILE, ZERO, Layers, Network, load, save
from intents.routing import Intent, Routing
from intents.slips import misspelt
from intents.training import Trained, Weights, fingerprint, write

EXAMPLES = everything()
NETWORK = load()


def test_the_committed_weights_come_from_the_committed_messages_and_code() -> None:
    """If this fails: `python -m intents train`, and commit the file."""
    assert NETWORK.trained_from == fingerprint(EXAMPLES)


def test_the_committed_weights_are_small() -> None:
    assert FILE.stat().st_size < 5_000_000


def test_what_is_blind_is_never_learned() -> None:
    letters = {_letters(example) for example in EXAMPLES}
    assert len(blind()) > 1000
    assert not [example for example in blind() if _letters(example) in letters]


def _letters(example: Example) -> str:
    return "".join(c for c in example.text.casefold() if c.isalnum()) or example.text


def test_near_duplicates_count_once() -> None:
    letters = [_letters(example) for example in EXAMPLES]
    assert len(letters) == len(set(letters))


def test_a_writer_never_learned_from_is_understood_as_well_as_was_reported() -> None:
    """A floor, so that a change that makes it worse is noticed; the figures are in docs."""
    figures = measure(blind(), classify)
    assert figures.accuracy > 0.96
    assert min(figures.by_language.values()) > 0.92
    assert figures.sent_to_an_action < 0.02
    assert figures.then_on_compounds > 0.92


def test_confidence_tells_how_often_we_are_right() -> None:
    answers = [(classify(e.text).confidence, classify(e.text).intent is e.intent) for e in blind()]
    sure = [right for confidence, right in answers if confidence >= 0.8]
    unsure = [right for confidence, right in answers if confidence < 0.7]
    assert sum(sure) > 0.985 * len(sure)
    assert len(unsure) > 100
    assert sum(unsure) < 0.8 * len(unsure)


def test_made_up_compounds_are_the_same_each_time() -> None:
    some = [example for example in EXAMPLES if example.writer == "ana"]
    made = compounds(some, 50)
    assert made == compounds(some, 50)
    assert len(made) == 50
    assert all(example.then is not example.intent for example in made)
    assert 20 < sum(example.then is not None for example in made) < 50


def test_made_up_slips_are_the_same_each_time_and_leave_the_label() -> None:
    some = [example for example in EXAMPLES if example.writer == "ana"]
    slips = misspelt(some)
    assert slips == misspelt(some)
    assert [(slip.intent, slip.then) for slip in slips] == [(e.intent, e.then) for e in some]
    changed = [abs(len(a.text) - len(b.text)) for a, b in zip(slips, some, strict=True) if a != b]
    assert len(changed) > len(some) / 2
    assert max(changed) <= 1 + max(len(e.text) for e in some) // 25


@given(st.text())
def test_any_text_can_be_misspelt(text: str) -> None:
    example = Example(text=text, intent=Intent.EDIT)
    assert misspelt([example])[0].intent is Intent.EDIT


@pytest.mark.parametrize("folds", [2, 6, 1000])
def test_every_writer_is_left_out_once(folds: int) -> None:
    parts = groups(EXAMPLES, folds)
    left_out = [writer for part in parts for writer in part]
    assert sorted(left_out) == sorted({e.writer for e in EXAMPLES} - NOT_WRITERS)
    assert len(parts) == min(folds, len(left_out))
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def _tiny(tmp_path: Path) -> Network:
    """Two hidden units: "a" moves the first by 7, words in "bc" the second by -7, "bb" twice."""
    layers = Layers(
        scale=[1.0, 1.0],
        bias=[0.0, 100.0],
        first=[[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        then=[[0.0, 0.0, 0.0]],
        trained_from="",
    )
    save(
        tmp_path / "tiny.bin",
        layers,
        words=["bb"],
        sums=b"".join(lane.to_bytes(2, "little") for lane in (2, 2 * ZERO, 2 * ZERO - 14)),
        names=["a", " bc"],
        weights=bytes([ZERO + 7 | ZERO << 4, ZERO | ZERO - 7 << 4]),
    )
    return load(tmp_path / "tiny.bin")


def test_a_network_adds_what_it_knows_and_skips_the_rest(tmp_path: Path) -> None:
    network = _tiny(tmp_path)
    assert network.hidden(Features((), set())) == (0.0, 100.0)
    assert network.hidden(Features((), {"a", "never seen"})) == (7.0, 100.0)
    assert network.hidden(Features(("bc", "never"), set())) == (0.0, 93.0)
    assert network.hidden(Features(("bb",), set())) == pytest.approx([0.0, 100 - 14 / 2**0.5])
    both = network.hidden(Features(("bc",), {"a"}))
    assert both == pytest.approx([7 / 2**0.5, 100 - 7 / 2**0.5])
    assert network.first((70.0, 0.0))[0] > 0.5


def test_a_word_in_the_file_counts_as_itself_and_all_its_pieces(tmp_path: Path) -> None:
    apart = [piece for piece in pieces("export") if piece != " export "]
    dice = np.random.default_rng(1).standard_normal
    hidden, first, then = dice((2 + len(apart), 2)), dice((2, 6)), dice((2, 7))
    weights = Weights(hidden, dice(2), first, then, np.zeros(6), np.zeros(7))
    write(Trained([" x ", " export ", *apart], weights), tmp_path / "word.bin", "")
    write(Trained([" x ", "whole", *apart], weights), tmp_path / "apart.bin", "")
    by_word = load(tmp_path / "word.bin").hidden(Features(("export",), set()))
    assert any(by_word)
    assert by_word == load(tmp_path / "apart.bin").hidden(Features((), {"whole", *apart}))


def test_words_that_are_met_are_remembered_up_to_a_number(tmp_path: Path) -> None:
    words = _tiny(tmp_path).words
    for i in range(2 * words.most):
        assert not words[str(i)]
    assert len(words) == words.most


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(0x4E00 + i) for i in range(5000)),
        " ".join(chr(0x4E00 + i) for i in range(5000)),
        " ".join(f"word{i} wört{i}é" for i in range(2000)),
        " ".join(["export the file, show my balance and"] * 500),
        "🎬" * 3000 + " ".join(chr(0x1F300 + i) for i in range(700)),
    ],
)
def test_no_message_has_more_features_than_a_lane_can_count(text: str) -> None:
    found = look(text).features
    assert len(found.others) + sum(len(list(pieces(word))) for word in found.words) < 4000


@given(st.text())
def test_likelihoods_add_up_to_one(text: str) -> None:
    hidden = NETWORK.hidden(look(text).features)
    assert sum(NETWORK.first(hidden)) == pytest.approx(1)
    assert sum(NETWORK.then(hidden)) == pytest.approx(1)


def test_figures_of_a_known_case() -> None:
    examples = [
        Example(text="a", intent=Intent.EDIT, then=Intent.EXPORT, language="en", kind="compound"),
        Example(text="b", intent=Intent.EDIT, language="en", kind="plain"),
        Example(text="c", intent=Intent.STATUS, language="de", kind="plain"),
    ]
    answers = {
        "a": Routing(intent=Intent.EDIT, then=Intent.EXPORT, confidence=1, why=""),
        "b": Routing(intent=Intent.EXPORT, confidence=1, why=""),
        "c": Routing(intent=Intent.STATUS, confidence=1, why=""),
    }
    figures = measure(examples, answers.__getitem__)
    assert figures.accuracy == pytest.approx(2 / 3, abs=1e-4)
    assert figures.by_language == {"de": 1.0, "en": 0.5}
    assert figures.by_kind == {"compound": 1.0, "plain": 0.5}
    assert figures.sent_to_an_action == 0.5
    assert (figures.then_on_compounds, figures.then_imagined) == (1.0, 0.0)
    assert figures.confusion["edit"] == {"edit": 1, "export": 1}
    assert figures.macro_f1 == pytest.approx((2 / 3 + 1) / 2, abs=1e-4)


def test_fields_may_have_other_names_or_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "few.jsonl"
    path.write_text(
        '{"text": "x", "label": "edit", "language": "en"}\n\n{"text": "y", "intent": "export"}\n'
    )
    one, two = read_file(path)
    assert (one.intent, one.language, one.kind) == (Intent.EDIT, "en", "?")
    assert (two.intent, two.then, two.writer) == (Intent.EXPORT, None, "few")


def test_evaluate_prints_figures(tmp_path: Path) -> None:
    path = tmp_path / "few.jsonl"
    path.write_text(
        '{"text": "export", "intent": "export"}\n{"text": "add music", "intent": "edit"}\n'
    )
    command = [sys.executable, "-m", "intents", "evaluate", str(path)]
    spoken = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert "accuracy                      100.0%" in spoken
    listed = subprocess.run([*command, "--json"], capture_output=True, check=True, text=True).stdout
    assert json.loads(listed)["confusion"]["export"] == {"export": 1}

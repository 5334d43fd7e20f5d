"""The synthesised music: never silent, never clipped, always the same, and of any length."""

import itertools

import numpy as np
import pytest

from studio.engine.music import RATE, Wave, music
from studio.timeline import Mood


def _seconds(mood: Mood, seconds: int) -> Wave:
    waves: list[Wave] = []
    for wave in music(mood):
        waves.append(wave)
        if sum(map(len, waves)) >= seconds * RATE:
            break
    return np.concatenate(waves)[: seconds * RATE]


@pytest.mark.parametrize("mood", list(Mood))
def test_music_is_neither_silent_nor_clipped(mood: Mood) -> None:
    wave = _seconds(mood, 8)
    assert np.abs(wave).max() < 0.98
    loudness = wave.reshape(8, -1).std(axis=1)
    assert loudness.min() > 0.08
    assert loudness.max() < 0.35
    # A click is a step no instrument makes.
    assert np.abs(np.diff(wave, axis=0)).max() < 0.5


@pytest.mark.parametrize("mood", list(Mood))
def test_music_is_the_same_every_time_and_not_a_loop(mood: Mood) -> None:
    bars = list(itertools.islice(music(mood), 12))
    again = list(itertools.islice(music(mood), 12))
    assert all(np.array_equal(*pair) for pair in zip(bars, again, strict=True))
    assert not any(np.allclose(a, b) for a, b in itertools.combinations(bars[1:], 2))


def test_moods_differ() -> None:
    waves = [_seconds(mood, 2) for mood in Mood]
    assert not any(np.allclose(a, b) for a, b in itertools.combinations(waves, 2))

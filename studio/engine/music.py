"""Synthesises quiet background music in four moods, endless and the same every time.

A bar at a time is made, so any length costs the same memory. It knows nothing of timelines.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.timeline import Mood

RATE = 48_000
Wave = NDArray[np.float32]

_BEATS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """How a mood is played; pitches are MIDI numbers, steps are eighths of a bar."""

    beats_per_minute: float
    chords: tuple[tuple[int, ...], ...]
    arpeggio: tuple[int, ...]
    pluck_level: float
    pad_level: float
    loudness: float
    kick: tuple[int, ...] = ()
    snare: tuple[int, ...] = ()
    hat: tuple[int, ...] = ()
    swing: float = 0.0
    brightness: float = 0.5


_STYLES = {
    Mood.CALM: _Style(
        beats_per_minute=66,
        chords=(
            (48, 60, 64, 67, 71),
            (45, 57, 60, 64, 67),
            (41, 57, 60, 65, 69),
            (43, 55, 59, 62, 69),
        ),
        arpeggio=(1, 3, 4, 2, 3, 1, 2, 4),
        pluck_level=0.13,
        pad_level=0.11,
        loudness=2.1,
        brightness=0.25,
    ),
    Mood.HAPPY: _Style(
        beats_per_minute=116,
        chords=(
            (48, 60, 64, 67, 72),
            (43, 59, 62, 67, 71),
            (45, 60, 64, 69, 72),
            (41, 60, 65, 69, 72),
        ),
        arpeggio=(1, 2, 3, 4, 3, 2, 4, 3),
        pluck_level=0.19,
        pad_level=0.05,
        loudness=1.7,
        kick=(0, 4),
        snare=(2, 6),
        hat=(1, 3, 5, 7),
        brightness=0.6,
    ),
    Mood.EPIC: _Style(
        beats_per_minute=92,
        chords=(
            (33, 57, 60, 64, 69),
            (29, 53, 57, 60, 65),
            (36, 55, 60, 64, 67),
            (31, 55, 59, 62, 67),
        ),
        arpeggio=(0, 1, 2, 1, 3, 1, 2, 4),
        pluck_level=0.12,
        pad_level=0.15,
        loudness=1.3,
        kick=(0, 3, 4, 6),
        snare=(4,),
        brightness=0.8,
    ),
    Mood.LOFI: _Style(
        beats_per_minute=78,
        chords=(
            (38, 60, 65, 69, 72),
            (43, 59, 65, 69, 74),
            (36, 59, 64, 67, 71),
            (45, 60, 64, 67, 71),
        ),
        arpeggio=(2, 1, 3, 1, 4, 2, 3, 1),
        pluck_level=0.12,
        pad_level=0.08,
        loudness=1.8,
        kick=(0, 3, 5),
        snare=(2, 6),
        hat=(0, 1, 2, 3, 4, 5, 6, 7),
        swing=0.16,
        brightness=0.2,
    ),
}


def music(mood: Mood) -> Iterator[Wave]:
    """Endless music in blocks of a bar: arrays of (samples, 2) between -1 and 1 at `RATE`."""
    style = _STYLES[mood]
    rng = np.random.default_rng(list(Mood).index(mood))
    bar_length = round(_BEATS * 60 / style.beats_per_minute * RATE)
    # Notes ring on into the next bar.
    desk = np.zeros((2 * bar_length, 2), np.float32)
    bar = 0
    while True:
        chord = style.chords[bar % len(style.chords)]
        _play_bar(desk, style, chord, bar_length, rng)
        yield np.tanh(desk[:bar_length] * np.float32(style.loudness))
        desk[:bar_length] = desk[bar_length:]
        desk[bar_length:] = 0
        bar += 1


def _play_bar(
    desk: Wave, style: _Style, chord: tuple[int, ...], bar_length: int, rng: np.random.Generator
) -> None:
    _add(desk, 0, _note(chord[0], bar_length, attack=0.01, decay=1.2, brightness=0.3) * 0.22, 0.0)
    for voice, pitch in enumerate(chord[1:]):
        pad = _pad(pitch, round(bar_length * 1.35), style.brightness)
        _add(desk, 0, pad * style.pad_level, -0.6 + 0.4 * voice)
    for step in range(8):
        at = round((step + (style.swing if step % 2 else 0)) * bar_length / 8)
        # Now and then a note is left out or an octave higher: no bar is like the one before.
        pitch = chord[style.arpeggio[step]] + (12 if rng.random() < 0.22 else 0)
        if rng.random() > 0.12:
            pluck = _note(
                pitch + 12, bar_length // 2, attack=0.004, decay=5, brightness=style.brightness
            )
            _add(
                desk, at, pluck * style.pluck_level * rng.uniform(0.7, 1.0), rng.uniform(-0.4, 0.4)
            )
        for steps, drum in ((style.kick, _kick), (style.snare, _snare), (style.hat, _hat)):
            if step in steps:
                _add(desk, at, drum(rng) * rng.uniform(0.85, 1.0), 0.0)


def _add(desk: Wave, at: int, wave: Wave, pan: float) -> None:
    """Puts a mono wave on the desk; `pan` from -1, left, to 1, right."""
    wave = wave[: len(desk) - at]
    angle = (pan + 1) * np.pi / 4
    desk[at : at + len(wave), 0] += wave * np.float32(np.cos(angle) * 1.2)
    desk[at : at + len(wave), 1] += wave * np.float32(np.sin(angle) * 1.2)


def _seconds(samples: int) -> Wave:
    return np.arange(samples, dtype=np.float32) / np.float32(RATE)


def _hertz(pitch: float) -> float:
    return 440.0 * 2 ** ((pitch - 69) / 12)


def _note(pitch: int, samples: int, *, attack: float, decay: float, brightness: float) -> Wave:
    """A plucked tone: overtones die sooner than the ground note."""
    t = _seconds(samples)
    tone = np.zeros(samples, np.float32)
    for overtone, level in ((1, 1.0), (2, 0.5), (3, 0.35), (4, 0.12)):
        wave = np.sin(2 * np.pi * _hertz(pitch) * overtone * t) * np.exp(-decay * overtone * t)
        tone += wave * level * (brightness if overtone > 1 else 1)
    fade = np.minimum(1, t / attack) * np.minimum(1, (samples / RATE - t) / 0.02)
    return np.asarray(tone * fade, np.float32)


def _pad(pitch: int, samples: int, brightness: float) -> Wave:
    """A soft held tone of slightly detuned voices, swelling and dying away."""
    t = _seconds(samples)
    tone = np.zeros(samples, np.float32)
    for detune in (-0.06, 0.0, 0.07):
        hertz = _hertz(pitch + detune)
        tone += np.sin(2 * np.pi * hertz * t) + 0.4 * brightness * np.sin(4 * np.pi * hertz * t)
    swell = np.sin(np.pi * np.linspace(0, 1, samples)) ** 0.7
    return np.asarray(tone * swell / 3, np.float32)


def _kick(_: np.random.Generator) -> Wave:
    t = _seconds(RATE // 3)
    sweep = 48 * t + 90 / 28 * (1 - np.exp(-28 * t))
    return np.asarray(0.55 * np.sin(2 * np.pi * sweep) * np.exp(-11 * t), np.float32)


def _snare(rng: np.random.Generator) -> Wave:
    t = _seconds(RATE // 5)
    noise = _dull(rng.standard_normal(len(t)).astype(np.float32), 6)
    tone = 0.12 * np.sin(2 * np.pi * 190 * t)
    return np.asarray((0.3 * noise + tone) * np.exp(-24 * t), np.float32)


def _hat(rng: np.random.Generator) -> Wave:
    t = _seconds(RATE // 16)
    noise = rng.standard_normal(len(t)).astype(np.float32)
    return np.asarray((noise - _dull(noise, 4)) * 0.045 * np.exp(-70 * t), np.float32)


def _dull(noise: Wave, samples: int) -> Wave:
    return np.convolve(noise, np.full(samples, 1 / samples, np.float32), mode="same")

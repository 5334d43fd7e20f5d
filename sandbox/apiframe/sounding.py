"""Real music for the words of an order: the studio's synthesiser, as an MP3 file."""

import io
import zlib
from fractions import Fraction

import av
import numpy as np

from studio.engine.music import RATE, music
from studio.timeline import Mood

_MOODS = {
    Mood.EPIC: ("epic", "battle", "rock", "drum", "cinematic", "storm", "metal"),
    Mood.HAPPY: ("happy", "pop", "dance", "party", "summer", "upbeat", "joy"),
    Mood.LOFI: ("lofi", "lo-fi", "hip", "chill", "jazz", "rap", "study"),
    Mood.CALM: ("calm", "sleep", "piano", "ambient", "soft", "slow", "sea"),
}


def mood_of(words: str, take: int) -> Mood:
    """The mood that the words name; without one, any, but always the same."""
    small = words.lower()
    named = [mood for mood, names in _MOODS.items() if any(name in small for name in names)]
    if named:
        return named[take % len(named)]
    return list(Mood)[(zlib.crc32(words.encode()) + take) % len(Mood)]


def song(words: str, *, take: int, seconds: float) -> bytes:
    """An MP3; each take begins in another bar."""
    wanted, waves = round(seconds * RATE), music(mood_of(words, take))
    for _ in range(2 * take):
        next(waves)
    have = np.zeros((0, 2), np.float32)
    while len(have) < wanted:
        have = np.concatenate((have, next(waves)))
    wave = have[:wanted]
    fade = min(RATE, wanted // 4)
    wave[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)[:, np.newaxis]
    return _mp3(wave)


def _mp3(wave: "np.ndarray[tuple[int, int], np.dtype[np.float32]]") -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp3") as container:
        stream = container.add_stream("mp3", rate=RATE)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(wave.T), format="fltp", layout="stereo"
        )
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()

"""A draft as the sandbox shows it: one clip, music under it, and a title."""

import pytest

Draft = dict[str, object]


@pytest.fixture
def draft() -> Draft:
    """5 seconds of a picture with Lo-fi music at 35 %, and "Sale" for the first 3 seconds."""
    clip = {"id": "v1", "start_ms": 0, "name": "cat.jpg", "src": "http://127.0.0.1/cdn/1.jpg"}
    look = {"kind": "image", "motion": "zoom_in", "trim_ms": 0, "speed": 1.0, "volume": 1.0}
    music = {"id": "a1", "start_ms": 0, "name": "Lo-fi", "src": None, "mood": "lofi"}
    title = {"id": "t1", "start_ms": 0, "name": "Sale", "text": "Sale", "position": "bottom"}
    tracks = [
        {"tt": 0, "sg": [{"d": 5000, "m": {**clip, **look, "brightness": 1.0}}]},
        {"tt": 1, "sg": [{"d": 5000, "m": {**music, "volume": 0.35, "trim_ms": 0}}]},
        {"tt": 7, "sg": [{"d": 3000, "m": title}]},
    ]
    return {"d": 5000, "m": {"title": "project", "width": 1080, "height": 1920}, "t": tracks}

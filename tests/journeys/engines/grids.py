"""What stands under Midjourney's pictures."""

from tests.journeys.quick import Answer, Json

UPSCALES = ["U1", "U2", "U3", "U4"]
VARIATIONS = ["V1", "V2", "V3", "V4"]
REROLL = "🔄 Four new ones"
PANS = ["⬅️", "➡️", "⬆️", "⬇️"]
OF_ONE = ["Upscale (subtle)", "Upscale (creative)", "Zoom out", *PANS]
ANIMATE = "🎬 Animate"


def grid_of(answer: Answer) -> Json:
    """The picture with the buttons of four."""
    return next(m for m in answer.media("photo") if "U1" in labels(m))


def singles_of(answer: Answer) -> list[Json]:
    """The pictures that came alone, with what can be done with them."""
    return [m for m in answer.media("photo") if m["buttons"] and "U1" not in labels(m)]


def album_of(answer: Answer) -> list[Json]:
    """The parts of the album."""
    return [m for m in answer.media("photo") if m["group"]]


def labels(message: Json) -> list[str]:
    """All buttons under a message."""
    return [button["text"] for row in message["buttons"] for button in row]

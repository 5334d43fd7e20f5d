"""Finds out what a file is by decoding some of it; it makes nothing."""

from pathlib import Path

import av
from av.container import InputContainer
from PIL import Image

from studio.engine import clips, containers, stills
from studio.engine.sniff import MIMES, kind_of, sniff
from studio.errors import MediaError, Reason
from studio.media import Format, Kind, MediaInfo

_MOST_MOMENTS = 300


def examine(path: Path) -> MediaInfo:
    """What the file is.

    Raises:
        MediaError: it cannot be used, and why.
    """
    found = sniff(path)
    if kind_of(found) is Kind.IMAGE:
        with stills.opened(path, found) as image:
            return _image(image, found)
    with containers.opened(path, found) as container:
        return _container(container, found, path)


def _image(image: Image.Image, found: Format) -> MediaInfo:
    size = stills.shown_size(image)
    animated = stills.is_animated(image)
    duration_ms = _loop_ms(image) if animated else 0
    image.load()  # the whole picture, since only this notices that its end is missing
    return MediaInfo(
        kind=Kind.IMAGE,
        format=found,
        mime=MIMES[found],
        width=size.width,
        height=size.height,
        duration_ms=duration_ms,
        animated=animated,
    )


def _loop_ms(image: Image.Image) -> int:
    """The length of one loop; a very long one is judged by its beginning."""
    count = getattr(image, "n_frames", 1)
    total_ms = 0
    for index in range(min(count, _MOST_MOMENTS)):
        image.seek(index)
        image.load()
        total_ms += stills.shown_ms(image)
    return total_ms * count // min(count, _MOST_MOMENTS)


def _container(container: InputContainer, found: Format, path: Path) -> MediaInfo:
    duration_ms = (container.duration or 0) // 1000
    sound = containers.audio_stream(container)
    stream = containers.video_stream(container)
    if stream is None:
        if sound is None or next(containers.sounds(container, sound), None) is None:
            raise MediaError(Reason.DAMAGED, path)
        its_own = found if kind_of(found) is Kind.AUDIO else Format.M4A
        return MediaInfo(
            kind=Kind.AUDIO,
            format=its_own,
            mime=MIMES[its_own],
            duration_ms=duration_ms,
            has_audio=True,
        )
    frame = next(containers.pictures(container, stream), None)
    if frame is None:
        raise MediaError(Reason.DAMAGED, path)
    if found in {Format.MP4, Format.MOV}:
        _check_end(container, stream)
    size = clips.shown_size(frame, stream)
    return MediaInfo(
        kind=Kind.VIDEO,
        format=found,
        mime=MIMES[found],
        width=size.width,
        height=size.height,
        duration_ms=duration_ms,
        animated=True,
        has_audio=sound is not None,
    )


def _check_end(container: InputContainer, stream: av.VideoStream) -> None:
    """Notices a download that stopped: the index, which came first, speaks of data not there."""
    container.seek(container.duration or 0)
    last = None
    for packet in container.demux(stream):
        last = packet if packet.size else last
    if last is None or last.is_corrupt:
        raise MediaError(Reason.DAMAGED, Path(container.name))

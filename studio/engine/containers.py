"""Opens video and sound containers with the one demuxer that the file's content calls for."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import av
from av.container import InputContainer

from studio.errors import MediaError, Reason
from studio.media import Format

# 4096 x 2304 and a little; a phone's 8K clip is refused.
MAX_PIXELS = 10_000_000
_ATTACHED_PICTURE = 0x0400
_DEMUXERS = {
    Format.MP4: "mov",
    Format.MOV: "mov",
    Format.M4A: "mov",
    Format.AVI: "avi",
    Format.WEBM: "matroska",
    Format.MKV: "matroska",
    Format.MP3: "mp3",
    Format.WAV: "wav",
    Format.AAC: "aac",
}


@contextmanager
def opened(path: Path, found: Format) -> Iterator[InputContainer]:
    """A container whose header was read; decoding errors inside the block become `MediaError`.

    Naming the demuxer and allowing only files keeps playlists and scripts out.

    Raises:
        MediaError: damaged.
    """
    options = {"protocol_whitelist": "file", "max_pixels": str(MAX_PIXELS)}
    try:
        # An absolute path, since FFmpeg would take "a:b" for a protocol.
        with av.open(str(path.absolute()), format=_DEMUXERS[found], options=options) as container:
            yield container
    except (av.FFmpegError, ValueError, EOFError) as exc:
        raise MediaError(Reason.DAMAGED, path) from exc


def video_stream(container: InputContainer) -> av.VideoStream | None:
    """The first video stream that is not a cover picture, set to use few threads.

    Raises:
        MediaError: more pixels than `MAX_PIXELS`.
    """
    stream = _moving(container)
    if stream is None:
        return None
    if stream.width * stream.height > MAX_PIXELS:
        raise MediaError(Reason.TOO_MANY_PIXELS, Path(container.name))
    # The size may also change further on.
    stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
    stream.codec_context.thread_count = 2
    return stream


def audio_stream(container: InputContainer) -> av.AudioStream | None:
    """The first sound stream that can be decoded, if any."""
    return next(filter(_can_be_decoded, container.streams.audio), None)


def _moving(container: InputContainer) -> av.VideoStream | None:
    for stream in filter(_can_be_decoded, container.streams.video):
        if not stream.disposition & _ATTACHED_PICTURE:
            return stream
    return None


def _can_be_decoded(stream: av.VideoStream | av.AudioStream) -> bool:
    # Whatever PyAV's types say: a codec that FFmpeg does not know has no context.
    return getattr(stream, "codec_context", None) is not None


def origin_s(container: InputContainer) -> float:
    """The time stamp that counts as the start of the file, in seconds."""
    stream = _moving(container) or audio_stream(container)
    return float((stream.start_time or 0) * (stream.time_base or 0)) if stream else 0.0


def pictures(container: InputContainer, stream: av.VideoStream) -> Iterator[av.VideoFrame]:
    """The frames of a clip as far as they can be read: a cut-off clip ends where it was cut."""
    with suppress(av.InvalidDataError):
        yield from container.decode(stream)


def sounds(container: InputContainer, stream: av.AudioStream) -> Iterator[av.AudioFrame]:
    """The frames of a sound as far as they can be read."""
    with suppress(av.InvalidDataError):
        yield from container.decode(stream)

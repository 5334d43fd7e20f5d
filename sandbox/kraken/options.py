"""What the API takes, checked as strictly as it can be, and what it does to a picture."""

import io
from typing import Annotated, Literal, assert_never

from PIL import Image, ImageOps
from pydantic import BaseModel, ConfigDict, Field

Strategy = Literal[
    "exact", "portrait", "landscape", "auto", "fit", "crop", "square", "fill", "none"
]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Auth(_Strict):
    """The credentials, which are part of the body."""

    api_key: str
    api_secret: str


class Resize(_Strict):
    """One size; `id` where there are several."""

    width: Annotated[int, Field(ge=1, le=10_000)] | None = None
    height: Annotated[int, Field(ge=1, le=10_000)] | None = None
    strategy: Strategy = "auto"
    id: str | None = None


class Convert(_Strict):
    """Another file form."""

    format: Literal["jpeg", "png", "gif", "webp"]
    background: str | None = None
    keep_extension: bool = False


class Options(_Strict):
    """Everything but the credentials."""

    wait: bool = False
    callback_url: Annotated[str, Field(pattern="^https?://", max_length=2000)] | None = None
    url: Annotated[str, Field(pattern="^https?://", max_length=2000)] | None = None
    lossy: bool = False
    quality: Annotated[int, Field(ge=1, le=100)] | None = None
    resize: Resize | list[Resize] | None = None
    convert: Convert | None = None
    webp: bool = False
    auto_orient: bool = False
    preserve_meta: list[str] = []
    sampling_scheme: Literal["4:2:0", "4:2:2", "4:4:4"] | None = None
    dev: bool = False

    @property
    def says_how_to_answer(self) -> bool:
        """It names one of the two ways, not both and not none."""
        return self.wait != (self.callback_url is not None)

    def form(self, own: str) -> str:
        """The file form that comes out."""
        if self.convert:
            return self.convert.format
        return "webp" if self.webp else own


def shrink(source: bytes, options: Options, size: Resize | None, own: str) -> bytes:
    """The picture as ordered; its own bytes where nothing better came out. `own` is its form.

    Raises ValueError for what is no picture.
    """
    try:
        with Image.open(io.BytesIO(source)) as opened:
            if getattr(opened, "is_animated", False):
                return source
            opened.load()
            picture = ImageOps.exif_transpose(opened) if options.auto_orient else opened.copy()
    except (OSError, SyntaxError, Image.DecompressionBombError) as exc:
        raise ValueError("this is no picture") from exc
    form = options.form(own)
    if size:
        picture = _sized(picture, size)
    if form == "jpeg" and picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    out = io.BytesIO()
    picture.save(out, form.upper(), quality=options.quality or (80 if options.lossy else 92))
    shrunk = out.getvalue()
    changed = size is not None or form != own
    return shrunk if changed or len(shrunk) < len(source) else source


def _sized(picture: Image.Image, size: Resize) -> Image.Image:
    wanted = (size.width or picture.width, size.height or picture.height)
    match size.strategy:
        case "exact":
            return picture.resize(wanted)
        case "crop" | "square":
            side = (wanted[0], wanted[0]) if size.strategy == "square" else wanted
            return ImageOps.fit(picture, side)
        case "fill":
            return ImageOps.pad(picture, wanted)
        case "portrait":
            return ImageOps.contain(picture, (1 << 15, wanted[1]))
        case "landscape":
            return ImageOps.contain(picture, (wanted[0], 1 << 15))
        case "auto" | "fit":
            return ImageOps.contain(picture, wanted)
        case "none":
            return picture
        case _:
            assert_never(size.strategy)

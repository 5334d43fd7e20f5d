"""What the API takes for each model, checked as strictly as it can be; knows no job."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

_MEGAPIXEL = 1024 * 1024
_RATIO = r"^[1-9]\d{0,2}:[1-9]\d{0,2}$"
_BASE64 = "[A-Za-z0-9+/]+={0,2}$"

Picture = Annotated[str, Field(pattern=f"^https?://|^{_BASE64}")] | None
Bytes = Annotated[str, Field(pattern=f"^{_BASE64}")] | None
_Side11 = Annotated[int, Field(ge=256, le=1440, multiple_of=32)]
_Side2 = Annotated[int, Field(ge=0, multiple_of=16)]


class Order(BaseModel):
    """What all models take."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    prompt: str | None = ""
    seed: Annotated[int, Field(ge=0)] | None = None
    safety_tolerance: Annotated[int, Field(ge=0, le=6)] = 2
    output_format: Literal["jpeg", "png", "webp"] | None = "jpeg"
    webhook_url: (
        Annotated[str, Field(min_length=1, max_length=2083, pattern="^https?://")] | None
    ) = None
    webhook_secret: str | None = None

    def size(self) -> tuple[int, int]:
        """Width and height in pixels; 0 where the picture that is changed decides."""
        return 1024, 1024

    def source(self) -> str | None:
        """The picture that is changed: base64, or an address."""
        return None


class Flux11(Order):
    """flux-pro-1.1."""

    width: _Side11 = 1024
    height: _Side11 = 768
    image_prompt: Bytes = None
    prompt_upsampling: bool = False

    def size(self) -> tuple[int, int]:
        """As ordered."""
        return self.width, self.height


class _ByRatio(Order):
    aspect_ratio: Annotated[str, Field(pattern=_RATIO)] | None = None

    def size(self) -> tuple[int, int]:
        """About a megapixel of the ratio."""
        if self.aspect_ratio is None:
            return (0, 0) if self.source() else (1024, 1024)
        wide, tall = (int(side) for side in self.aspect_ratio.split(":"))
        width = round((_MEGAPIXEL * wide / tall) ** 0.5 / 16) * 16
        return width, max(16, round(width * tall / wide / 16) * 16)


class Ultra(_ByRatio):
    """flux-pro-1.1-ultra."""

    raw: bool = False
    image_prompt: Bytes = None
    image_prompt_strength: Annotated[float, Field(ge=0, le=1)] = 0.1
    prompt_upsampling: bool = False
    output_format: Literal["jpeg", "png"] | None = "jpeg"


class Kontext(_ByRatio):
    """flux-kontext-pro and -max."""

    prompt: Annotated[str, Field(min_length=1)]
    output_format: Literal["jpeg", "png"] | None = "png"
    prompt_upsampling: bool = False
    input_image: Picture = None
    input_image_2: Picture = None
    input_image_3: Picture = None
    input_image_4: Picture = None

    def source(self) -> str | None:
        """The first picture."""
        return self.input_image


class Klein(Order):
    """flux-2-klein-…"""

    prompt: Annotated[str, Field(min_length=1)]
    width: _Side2 = 0
    height: _Side2 = 0
    safety_tolerance: Annotated[int, Field(ge=0, le=5)] = 2
    output_format: Literal["jpeg", "png"] | None = "jpeg"
    input_image: Picture = None
    input_image_2: Picture = None
    input_image_3: Picture = None
    input_image_4: Picture = None

    def size(self) -> tuple[int, int]:
        """As ordered."""
        if self.width and self.height:
            return self.width, self.height
        return (0, 0) if self.input_image else (1024, 1024)

    def source(self) -> str | None:
        """The first picture."""
        return self.input_image


class Flux2(Klein):
    """flux-2-pro and -max."""

    input_image_5: Picture = None
    input_image_6: Picture = None
    input_image_7: Picture = None
    input_image_8: Picture = None


class Flex(Flux2):
    """flux-2-flex."""

    guidance: Annotated[float, Field(ge=1.5, le=10)] = 5
    steps: Annotated[int, Field(ge=1, le=50)] = 50
    prompt_upsampling: bool = True


MODELS: dict[str, type[Order]] = {
    "flux-pro-1.1": Flux11,
    "flux-pro-1.1-ultra": Ultra,
    "flux-2-pro": Flux2,
    "flux-2-pro-preview": Flux2,
    "flux-2-max": Flux2,
    "flux-2-flex": Flex,
    "flux-2-klein-4b": Klein,
    "flux-2-klein-9b": Klein,
    "flux-2-klein-9b-preview": Klein,
    "flux-kontext-pro": Kontext,
    "flux-kontext-max": Kontext,
    # Not described by the adapter's table, so that a client's way around it can be tried.
    "flux-dev": Flux11,
}
COSTS = {"flux-pro-1.1": 4.0, "flux-pro-1.1-ultra": 6.0, "flux-kontext-pro": 4.0}


class InvalidOrder(Exception):  # it carries what the answer says
    """The body does not fit; `detail` is FastAPI's list."""

    def __init__(self, detail: list[dict[str, object]]) -> None:
        super().__init__("the body does not fit")
        self.detail = detail


def read(model: str, body: bytes) -> Order:
    """The order in a body. Raises InvalidOrder; KeyError for an unknown model."""
    shape = MODELS[model]
    try:
        order = shape.model_validate_json(body)
    except ValidationError as exc:
        raise InvalidOrder(
            [
                {"loc": ["body", *error["loc"]], "msg": error["msg"], "type": error["type"]}
                for error in exc.errors(include_url=False, include_context=False)
            ]
        ) from exc
    width, height = order.size()
    if isinstance(order, Klein) and not _fits(width, height):
        message = "Width and height are at least 64, and at most 4 MP in all"
        raise InvalidOrder([{"loc": ["body", "width"], "msg": message, "type": "value_error"}])
    return order


def _fits(width: int, height: int) -> bool:
    if width == height == 0:
        return True
    return min(width, height) >= 64 and width * height <= 4 * _MEGAPIXEL

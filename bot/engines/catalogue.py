"""What each engine can do, costs and takes, as data; no engine is called here.

Prices and times are those of the services' pages in 2025–26, for a usual order; what an engine
really cost and took is in the books (`store.makings`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from intents.crafts import Craft


class Link(StrEnum):
    """One link of a chain: what goes into it and what comes out."""

    PICTURE = "picture"  # words -> picture
    ANIMATE = "animate"  # picture and words -> clip
    RETOUCH = "retouch"  # picture and words -> picture
    GRID = "grid"  # words -> four pictures
    FACESWAP = "faceswap"  # two pictures -> picture
    DESCRIBE = "describe"  # picture -> words
    BLEND = "blend"  # two to five pictures -> four pictures
    MUSIC = "music"  # words -> sound
    UPSCALE = "upscale"  # one of four pictures -> picture
    VARY = "vary"  # one of four pictures -> four pictures
    REROLL = "reroll"  # four pictures -> four pictures
    REFINE = "refine"  # picture -> picture
    ZOOM_OUT = "zoom_out"  # picture -> four pictures
    PAN = "pan"  # picture -> four pictures


#: The chains: what each craft goes through from words alone. Who brings a picture enters a clip's
#: chain at its second link.
CHAINS: Final[Mapping[Craft, tuple[Link, ...]]] = {
    Craft.CLIP: (Link.PICTURE, Link.ANIMATE),
    **{craft: (Link(craft.value),) for craft in Craft if craft is not Craft.CLIP},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """What an engine does for a link: its adapter's task, and what that can do.

    `ratios` () takes any, `seconds` () has no length, `seeds` are those that can be told. `price`
    is in US dollars for one result, None where the plan says; `typical_s` is how long it takes
    where nothing was measured yet; so many `words`, in UTF-16 units, are heard. Fields of `extra`
    may name parts of the wish in braces.
    """

    task: str
    model: str = ""
    ratios: tuple[str, ...] = ()
    seconds: tuple[int, ...] = ()
    price: float | None = None
    typical_s: int = 30
    pictures: range = range(1)
    words: int = 2000
    seeds: range = range(0)
    extra: Mapping[str, str] = field(default_factory=dict)

    def seed(self, wished: int | None) -> int | None:
        """The seed, where it can be told."""
        # None is looked for in a range by going through all of it.
        return wished if wished is not None and wished in self.seeds else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One engine: the names it goes by, what it can do, and how files reach it.

    `family` is what a chat chooses. `by_address` engines take pictures by their address only.
    """

    name: str
    label: str
    family: str
    abilities: Mapping[Link, Ability]
    by_address: bool = False
    honest: bool = True  # makes what it is asked for, and not merely something to look at
    most_at_once: int = 5


SEEDS: Final = range(2**32)
_HALF: Final = range(2**31)  # where nobody says how large they may be
#: The forms that people ask for.
USUAL_RATIOS: Final = ("9:16", "16:9", "1:1", "4:3", "3:4", "4:5", "21:9")
_WIDE: Final = ("16:9", "9:16", "1:1", "4:3", "3:4", "21:9")
_OF_FOUR: Final = {"parent_task_id": "{parent}", "index": "{index}"}

BFL: Final = Entry(
    name="bfl",
    label="Flux",
    family="runway",
    abilities={
        Link.PICTURE: Ability(task="image", price=0.04, typical_s=8, seeds=SEEDS),
        Link.RETOUCH: Ability(
            task="edit", price=0.04, typical_s=10, pictures=range(1, 2), seeds=SEEDS
        ),
    },
    most_at_once=20,
)
RAPID_FLUX: Final = Entry(
    name="rapid_flux",
    label="Flux (RapidAPI)",
    family="runway",
    abilities={
        Link.PICTURE: Ability(task="image", ratios=("1:1", "9:16", "16:9"), typical_s=15),
    },
)
RUNWAY: Final = Entry(
    name="runway",
    label="Runway",
    family="runway",
    abilities={
        Link.ANIMATE: Ability(
            task="video",
            ratios=_WIDE,
            seconds=(5, 10),
            price=0.25,
            typical_s=60,
            pictures=range(1, 2),
            words=1000,
            seeds=SEEDS,
        ),
        Link.PICTURE: Ability(
            task="image", ratios=_WIDE[:5], price=0.08, typical_s=30, words=1000, seeds=SEEDS
        ),
    },
)
RAPID_RUNWAY: Final = Entry(
    name="rapid_runway",
    label="Runway (RapidAPI)",
    family="runway",
    abilities={
        Link.ANIMATE: Ability(
            task="video",
            ratios=("16:9", "9:16"),
            seconds=(5, 10),
            typical_s=90,
            pictures=range(1, 2),
            # The newer gen4 takes pictures of one size only.
            model="gen3",
            seeds=SEEDS[1:],  # 0 asks for a random one
        ),
    },
)
_CLIP_V1: Final = Ability(
    task="runway-imagine",
    ratios=_WIDE,
    seconds=(5, 10),
    price=0.50,
    typical_s=120,
    pictures=range(1, 2),
    extra={"generation_type": "image2video"},
)
APIFRAME_V1: Final = Entry(
    name="apiframe",
    label="Apiframe",
    family="apiframe",
    by_address=True,
    abilities={
        Link.PICTURE: Ability(
            task="flux-imagine",
            ratios=("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "5:4", "4:5", "21:9"),
            price=0.05,
            typical_s=20,
            seeds=SEEDS,
        ),
        Link.ANIMATE: _CLIP_V1,
        Link.GRID: Ability(task="imagine", price=0.08, typical_s=60, seeds=SEEDS),
        Link.FACESWAP: Ability(task="faceswap", price=0.05, typical_s=30, pictures=range(2, 3)),
        Link.DESCRIBE: Ability(task="describe", price=0.05, typical_s=20, pictures=range(1, 2)),
        Link.BLEND: Ability(
            task="blend",
            ratios=("1:1", "2:3", "3:2"),
            price=0.08,
            typical_s=60,
            pictures=range(2, 6),
        ),
        Link.MUSIC: Ability(task="suno-imagine", price=0.10, typical_s=90),
        Link.UPSCALE: Ability(task="upscale-1x", price=0.02, typical_s=15, extra=_OF_FOUR),
        Link.VARY: Ability(task="variations", price=0.08, typical_s=60, extra=_OF_FOUR),
        Link.REROLL: Ability(
            task="reroll", price=0.08, typical_s=60, extra={"parent_task_id": "{parent}"}
        ),
        Link.REFINE: Ability(
            task="upscale-alt",
            price=0.10,
            typical_s=60,
            extra={"parent_task_id": "{parent}", "type": "{type}"},
        ),
        Link.ZOOM_OUT: Ability(
            task="outpaint",
            price=0.08,
            typical_s=60,
            extra={"parent_task_id": "{parent}", "zoom_ratio": "2"},
        ),
        Link.PAN: Ability(
            task="pan",
            price=0.08,
            typical_s=60,
            extra={"parent_task_id": "{parent}", "direction": "{direction}"},
        ),
    },
)


def _action(name: str, **more: str) -> Ability:
    extra = {"action": name, "parentJobId": "{parent}", **more}
    return Ability(task="midjourney-action", price=0.08, typical_s=60, words=0, extra=extra)


APIFRAME_V2: Final = Entry(
    name="apiframe",
    label="Apiframe",
    family="apiframe",
    by_address=True,
    abilities={
        Link.PICTURE: Ability(
            task="image", model="flux-2-pro", price=0.05, typical_s=20, seeds=_HALF
        ),
        Link.ANIMATE: Ability(
            task="video",
            ratios=_WIDE,
            seconds=(5, 10),
            price=0.50,
            typical_s=120,
            pictures=range(1, 2),
            seeds=_HALF,
        ),
        Link.GRID: Ability(task="image", model="midjourney", price=0.08, typical_s=60),
        Link.MUSIC: Ability(task="music", price=0.10, typical_s=90),
        Link.UPSCALE: _action("upsample", index="{index}"),
        Link.VARY: _action("variation", index="{index}"),
        Link.ZOOM_OUT: _action("outpaint", zoomRatio="2"),
        Link.PAN: _action("pan", direction="{direction}"),
    },
)
LOCAL: Final = Entry(
    name="local",
    label="this machine",
    family="local",
    honest=False,
    abilities={
        Link.PICTURE: Ability(task="image", price=0.0, typical_s=1),
        Link.ANIMATE: Ability(
            task="video",
            seconds=tuple(range(2, 61)),
            price=0.0,
            typical_s=4,
            pictures=range(1, 2),
        ),
    },
    most_at_once=1,
)
#: Which engines each choice means, the first ones first; the last resort is always this machine.
FAMILIES: Final = ("runway", "apiframe", "local")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A wish as an engine can do it; what is not what was wished differs from the wish."""

    ratio: str
    seconds: int


def engines_for(
    entries: Iterable[Entry], link: Link, craft: Craft, policy: str
) -> tuple[Entry, ...]:
    """The engines that can do this, in the order to try them.

    A clip never ends with empty hands: the last one is this machine. All other crafts are asked for
    by name, so whoever can do them does, the chosen family first; a drawing is no picture.
    """
    able = [entry for entry in entries if link in entry.abilities]
    if craft is Craft.CLIP:
        chosen = [it for it in able if policy in (it.family, "auto", "nemo") and it.honest]
        return (*chosen, *(entry for entry in able if not entry.honest))
    honest = [entry for entry in able if entry.honest]
    return tuple(sorted(honest, key=lambda entry: entry.family != policy))


def fit(ability: Ability, ratio: str, seconds: int) -> Fitted:
    """The nearest form and length that the engine can do."""
    if ability.ratios and ratio and ratio not in ability.ratios:
        shape = shape_of(ratio)
        ratio = min(ability.ratios, key=lambda known: _apart(shape_of(known), shape))
    if ability.seconds:
        wish = seconds or 5
        seconds = min(ability.seconds, key=lambda known: (abs(known - wish), known))
    else:
        seconds = 0
    return Fitted(ratio=ratio, seconds=seconds)


def shape_of(ratio: str) -> float:
    """Width by height of "9:16"; 1 where it is no ratio."""
    width, _, height = ratio.partition(":")
    try:
        return float(width) / float(height)
    except (ValueError, ZeroDivisionError):
        return 1.0


def _apart(one: float, other: float) -> float:
    return max(one, other) / min(one, other) if one > 0 and other > 0 else float("inf")


def nearest_ratio(width: int, height: int) -> str:
    """The usual form of a picture of this size."""
    if width <= 0 or height <= 0:
        return ""
    return min(USUAL_RATIOS, key=lambda ratio: _apart(shape_of(ratio), width / height))


def link_at(craft: Craft, stage: int, *, has_picture: bool) -> Link | None:
    """The link of a chain at this stage; None at its end."""
    chain = CHAINS[craft]
    if craft is Craft.CLIP and has_picture:
        chain = chain[1:]
    return chain[stage] if stage < len(chain) else None

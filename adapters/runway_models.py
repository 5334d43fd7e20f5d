"""What each of Runway's models takes, as data: ratios, lengths, prompt, pictures, further fields.

From the types of the vendor's own package (5.24.0), which a test compares with these tables. They
move monthly: `adapters.runway` lets a model that is not here pass as it was ordered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Final

#: How far two shapes may be apart and still count as the same wish (1104:832 for 4:3).
_SAME_SHAPE: Final = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One model of one call.

    `ratios` are the service's words, the usual size first; without any the shape follows the
    picture. `seconds` is empty where every whole number goes, `units` None where no limit of the
    prompt is known. `needs` names what has to be there of ratio, seconds and prompt. `pictures` is
    how many may come along. `extra` are further fields: "bool", "int", "float", "text", or the
    words to choose from.
    """

    name: str
    ratios: Sequence[str] = ()
    needs: frozenset[str] = frozenset()
    seconds: Sequence[int] = ()
    units: int | None = None
    pictures: Sequence[int] = (0,)
    seed: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)

    def ratio_for(self, wish: str) -> str | None:
        """The service's word for a ratio like "9:16", or one of its words itself; None if none."""
        return wish if wish in self.ratios else _nearest(self.ratios, wish, within=_SAME_SHAPE)

    def nearest_ratio(self, wish: str) -> str | None:
        """The word that comes nearest; None where the model takes none, or for no ratio at all."""
        return wish if wish in self.ratios else _nearest(self.ratios, wish)

    def nearest_seconds(self, wish: int) -> int:
        """The length that comes nearest, the longer one of two."""
        return min(self.seconds, key=lambda s: (abs(s - wish), -s)) if self.seconds else wish


def prompt_units(prompt: str) -> int:
    """The length of a prompt as the service counts it: UTF-16 units, so an emoji counts 2."""
    return len(prompt.encode("utf-16-le", "surrogatepass")) // 2


def shape_of(ratio: str) -> float | None:
    """Width by height of "1280:720" or "16:9"; None for words like "auto"."""
    width, _, height = ratio.partition(":")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        return None
    return int(width) / int(height) if int(width) and int(height) else None


def _nearest(ratios: Sequence[str], wish: str, within: float | None = None) -> str | None:
    wished = shape_of(wish)
    if wished is None:
        return None
    far = {r: abs(log(shape / wished)) for r in ratios if (shape := shape_of(r))}
    if not far:
        return None
    nearest = min(far.values())
    if within is not None and nearest > within:
        return None
    # Of several sizes of one shape the first: the tables begin with the usual one.
    return next(r for r, distance in far.items() if distance <= nearest + 0.005)


_RATIOS: Final = """
gen4: 1280:720 720:1280 1104:832 960:960 832:1104 1584:672
veo: 1280:720 720:1280 1080:1920 1920:1080
kling_4k: 3840:2160 2160:3840 2880:2880
hailuo: adaptive 21:9 16:9 4:3 1:1 3:4 9:16
kling_pro: 1920:1080 1080:1920 1440:1440
kling: 1280:720 720:1280 960:960
seedance: 992:432 864:496 752:560 640:640 560:752 496:864 1470:630 1280:720 1112:834 960:960
    834:1112 720:1280 2206:946 1920:1080 1664:1248 1440:1440 1248:1664 1080:1920 3840:1646
    3840:2160 3840:2880 3840:3840 2880:3840 2160:3840
seedance_fast: 992:432 864:496 752:560 640:640 560:752 496:864 1470:630 1280:720 1112:834
    960:960 834:1112 720:1280
upright_or_wide: 1280:720 720:1280
wan: 832:480 720:544 624:624 544:720 480:832 1280:720 1104:832 960:960 832:1104 720:1280
    1920:1080 1648:1248 1440:1440 1248:1648 1080:1920 auto_480p auto_720p auto_1080p
omni_1_1: 640:360 360:640 1280:720 720:1280 1920:1080 1080:1920 3840:2160 2160:3840
seedance_2_5: 992:432 854:480 752:560 640:640 560:752 480:854 1470:630 1280:720 1112:834 960:960
    834:1112 720:1280 2206:946 1920:1080 1664:1248 1440:1440 1248:1664 1080:1920
auto_480: auto_480p auto_720p auto_1080p
auto_720: auto_720p auto_1080p
happyhorse: 1280:720 720:1280 960:960 1108:832 832:1108 1920:1080 1080:1920 1440:1440 1662:1248
    1248:1662
kling_2_5: 1920:1080 1440:1440 1080:1920 1280:720 720:720 720:1280
grok: 1:1 16:9 9:16 4:3 3:4 3:2 2:3
grok_lite: 848:480 480:848 480:480 640:480 480:640 720:480 480:720 1280:720 720:1280 720:720
    960:720 720:960 1088:720 720:1088 1904:1072 1072:1904 1424:1424 1648:1232 1232:1648
    1744:1152 1152:1744
kling_4: 1280:720 720:1280 940:940 1460:624 1920:1080 1080:1920 1440:1440 2200:940 auto_720p
    auto_1080p
gen4_image: 1024:1024 1080:1080 1168:880 1360:768 1440:1080 1080:1440 1808:768 1920:1080
    1080:1920 2112:912 1280:720 720:1280 720:720 960:720 720:960 1680:720
gpt_image: 2048:880 1920:1088 1920:1280 1920:1440 1920:1536 1920:1920 1536:1920 1440:1920
    1280:1920 1088:1920 2912:1248 2560:1440 2560:1712 2560:1920 2560:2048 2560:2560 2048:2560
    1920:2560 1712:2560 1440:2560 3840:1648 3840:2160 3504:2336 3264:2448 3200:2560 2880:2880
    2560:3200 2448:3264 2336:3504 2160:3840 auto
flash_3_1: 512:512 416:624 624:416 432:592 592:432 448:576 576:448 384:672 672:384 768:336
    256:1024 1024:256 176:1408 1408:176 1024:1024 832:1248 1248:832 864:1184 1184:864 896:1152
    1152:896 768:1344 1344:768 1536:672 512:2048 2048:512 352:2816 2816:352 2048:2048 1696:2528
    2528:1696 1792:2400 2400:1792 1856:2304 2304:1856 1536:2752 2752:1536 3168:1344 1024:4096
    4096:1024 704:5632 5632:704 4096:4096 3392:5056 5056:3392 3584:4800 4800:3584 3712:4608
    4608:3712 3072:5504 5504:3072 6336:2688 2048:8192 8192:2048 1408:11264 11264:1408
muse: 2352:1008 2016:1152 1920:1280 1792:1344 1600:1600 1344:1792 1280:1920 1152:2016 auto
seedream_pro: 1024:1024 1184:896 896:1184 1376:768 768:1376 1296:864 864:1296 2048:2048
    2304:1728 1728:2304 2720:1530 1530:2720 2496:1664 1664:2496 auto_1k auto_2k
seedream_lite: 2048:2048 2304:1728 1728:2304 2848:1600 1600:2848 2496:1664 1664:2496 3136:1344
    3072:3072 3456:2592 2592:3456 4096:2304 2304:4096 3744:2496 2496:3744 4704:2016
grok_image: 1024:1024 1280:720 720:1280 1152:864 864:1152 1248:832 832:1248 1248:576 576:1248
    1280:576 576:1280 1408:704 704:1408 2048:2048 2816:1584 1584:2816 2368:1776 1776:2368
    2496:1664 1664:2496 2912:1344 1344:2912 3200:1440 1440:3200 2912:1456 1456:2912 auto_1k
    auto_2k
flash_lite: 1024:1024 848:1264 1264:848 896:1200 1200:896 928:1152 1152:928 768:1376 1376:768
    1584:672
gemini_pro: 1344:768 768:1344 1024:1024 1184:864 864:1184 1536:672 832:1248 1248:832 896:1152
    1152:896 2048:2048 1696:2528 2528:1696 1792:2400 2400:1792 1856:2304 2304:1856 1536:2752
    2752:1536 3168:1344 4096:4096 3392:5056 5056:3392 3584:4800 4800:3584 3712:4608 4608:3712
    3072:5504 5504:3072 6336:2688
bria: 1024:1024 768:1152 1152:768 768:1024 1024:768 768:960 960:768 576:1024 1024:576 2048:2048
    1536:2304 2304:1536 1536:2048 2048:1536 1536:1920 1920:1536 1152:2048 2048:1152
bria_edit: 1024:1024 768:1152 1152:768 768:1024 1024:768 768:960 960:768 576:1024 1024:576 auto
ideogram: 2048:2048 2560:1440 1440:2560 2304:1728 1728:2304 2496:1664 1664:2496 3072:1280
    1280:3072
ideogram_4_5: 1024:1024 1280:720 720:1280 1152:864 864:1152 1248:832 832:1248 1120:896 896:1120
    1440:720 720:1440 2048:2048 2560:1440 1440:2560 2304:1728 1728:2304 2496:1664 1664:2496
    2240:1792 1792:2240 2880:1440 1440:2880 1024:576 576:1024 1408:704 704:1408 auto
seedream_flash: 1024:1024 1184:896 896:1184 1376:768 768:1376 1248:832 832:1248 1568:672
    2048:2048 2304:1728 1728:2304 2848:1600 1600:2848 2496:1664 1664:2496 3136:1344 auto_1k
    auto_2k
nano_banana: 1024:1024 848:1264 1264:848 896:1200 1200:896 928:1152 1152:928 768:1376 1376:768
    1584:672 512:2064 2064:512 352:2928 2928:352 2048:2048 1696:2528 2528:1696 1792:2400
    2400:1792 1856:2304 2304:1856 1536:2752 2752:1536 3168:1344 1024:4128 4128:1024 704:5856
    5856:704 4096:4096 3392:5056 5056:3392 3584:4800 4800:3584 3712:4608 4608:3712 3072:5504
    5504:3072 6336:2688 2048:8256 8256:2048 1408:11712 11712:1408
recraft: 1024:1024 1536:768 768:1536 1280:832 832:1280 1216:896 896:1216 1152:896 896:1152
    832:1344 1280:896 896:1280 1344:768 768:1344
recraft_vector: 1024:1024 1216:896 896:1216 1344:768 768:1344
flash_2_5: 1344:768 768:1344 1024:1024 1184:864 864:1184 1536:672 832:1248 1248:832 896:1152
    1152:896
"""

_EXTRA: Final = """
moderation: publicFigureThreshold=auto low
veo: audio=bool, negativePrompt=text
audio: audio=bool
hailuo3: resolution=768p 2k
kling: audio=bool, cfgScale=float
happyhorse_1_0: resolution=720p 1080p
kling2_5_turbo_pro: cfgScale=float
grok_imagine_1_5: resolution=480p 720p 1080p
h3_max: promptExpansionMode=disabled balanced quality, resolution=480p 768p
seedance: audio=bool, draft=bool, outputFormat=mp4 mov
gpt_image_2: background=transparent opaque auto, outputCount=int, quality=low medium high auto
gemini_image3_1_flash: outputCount=1 4
muse_image: outputCount=int, outputFormat=webp png jpeg
seedream5_pro: grounding=bool, outputCount=int, outputFormat=png jpeg
grok_imagine_image_2: edit=bool, outputCount=int, quality=low medium
gpt_image_2_5_flare: background=opaque auto, outputCount=int, quality=low medium high xhigh max
gpt_image_2_5_sunburst: background=transparent opaque auto, outputCount=int, quality=low medium
    high xhigh max
bria_fibo_1_5: outputFormat=png jpeg
ideogram_4_0: outputCount=int, quality=low medium high
ideogram_4_5: outputCount=int, preciseEdit=bool, quality=very_low low medium high
seedream5_flash: outputCount=int, outputFormat=png jpeg
nano_banana_2_1: outputCount=int, thinkingLevel=minimal medium high
recraft_v4_1_flash: backgroundColor=text, outputCount=int, outputFormat=webp png
recraft_v4_1_vector: backgroundColor=text
"""

#: Names, ratios, needs (ratio, seconds, prompt), seconds, prompt in UTF-16 units, pictures,
#: seed, extra
_IMAGE_TO_VIDEO: Final = """
gen4.5                        gen4            rsp 2-10  1000  1    yes moderation
gen4_turbo                    gen4            r   2-10  1000  1    yes moderation
veo3.1/veo3.1_fast            veo             r   4/6/8 1000  1-2  yes veo
klingO3_4k                    kling_4k        -   -     -     1-2  no  audio
hailuo3                       hailuo          p   -     -     1-2  no  hailuo3
kling3.0_4k                   kling_4k        -   -     -     1-2  no  kling
happyhorse_1_0                -               -   -     2500  1    no  happyhorse_1_0
kling2.5_turbo_pro            -               p   5/10  -     1-2  no  kling2_5_turbo_pro
kling3.0_pro                  kling_pro       -   -     -     1-2  no  kling
kling3.0_standard             kling           -   -     -     1-2  no  kling
klingO3_pro                   kling_pro       -   -     -     1-2  no  audio
klingO3_standard              kling           -   -     -     1-2  no  audio
seedance2                     seedance        -   -     3500  1-2  yes audio
seedance2_fast/seedance2_mini seedance_fast   -   -     3500  1-2  yes audio
gemini_omni_flash             upright_or_wide -   3-10  -     1    no  -
grok_imagine_1_5              -               -   -     -     1    no  grok_imagine_1_5
wan3/wan3_prime               wan             p   -     -     1-2  no  audio
gemini_omni_flash_1.1         omni_1_1        p   3-10  -     1-2  no  -
h3_max                        -               p   -     -     1-2  yes h3_max
seedance2_5                   seedance_2_5    -   -     15000 1-2  yes seedance
grok_imagine_1_5_lite         auto_480        -   -     -     1    no  -
kling_4                       auto_720        -   -     -     1-2  no  -
"""

_TEXT_TO_VIDEO: Final = """
gen4.5                        upright_or_wide rsp 2-10  1000  0    yes moderation
veo3.1/veo3.1_fast            veo             rp  4/6/8 1000  0    yes veo
klingO3_4k                    kling_4k        r   -     -     0    no  audio
hailuo3                       hailuo          p   -     -     0    no  hailuo3
kling3.0_4k                   kling_4k        r   -     -     0    no  kling
happyhorse_1_0                happyhorse      p   -     2500  0    no  -
kling2.5_turbo_pro            kling_2_5       p   5/10  -     0    no  kling2_5_turbo_pro
kling3.0_pro                  kling_pro       r   -     -     0    no  kling
kling3.0_standard             kling           r   -     -     0    no  kling
klingO3_pro                   kling_pro       r   -     -     0    no  audio
klingO3_standard              kling           r   -     -     0    no  audio
seedance2                     seedance        p   -     3500  0    yes audio
seedance2_fast/seedance2_mini seedance_fast   p   -     3500  0    yes audio
gemini_omni_flash             upright_or_wide p   3-10  -     0    no  -
grok_imagine_1_5              grok            p   -     -     0    no  grok_imagine_1_5
wan3/wan3_prime               wan             p   -     -     0    no  audio
gemini_omni_flash_1.1         omni_1_1        p   3-10  -     0    no  -
h3_max                        -               p   -     -     0    yes h3_max
seedance2_5                   seedance_2_5    -   -     15000 0    yes seedance
grok_imagine_1_5_lite         grok_lite       p   -     -     0    no  -
kling_4                       kling_4         p   -     -     0    no  -
"""

_TEXT_TO_IMAGE: Final = """
gen4_image_turbo              gen4_image      rp  -     1000  1-3  yes moderation
gen4_image                    gen4_image      rp  -     1000  0-3  yes moderation
gpt_image_2                   gpt_image       rp  -     32000 0-16 no  gpt_image_2
gemini_image3.1_flash         flash_3_1       rp  -     -     0-14 no  gemini_image3_1_flash
muse_image                    muse            rp  -     -     0-10 no  muse_image
seedream5_pro                 seedream_pro    rp  -     4000  0-99 no  seedream5_pro
seedream5_lite                seedream_lite   rp  -     4000  0-99 no  seedream5_pro
grok_imagine_image_2          grok_image      rp  -     -     0-3  no  grok_imagine_image_2
gemini_image3.1_flash_lite    flash_lite      rp  -     -     0-14 no  gemini_image3_1_flash
gemini_image3_pro             gemini_pro      rp  -     -     0-14 no  gemini_image3_1_flash
gpt_image_2_5_flare           gpt_image       rp  -     -     0-16 no  gpt_image_2_5_flare
gpt_image_2_5_sunburst        gpt_image       rp  -     -     0-16 no  gpt_image_2_5_sunburst
bria_fibo_1_5                 bria            rp  -     -     0-1  yes bria_fibo_1_5
bria_fibo_edit_1_5            bria_edit       p   -     -     1-4  yes bria_fibo_1_5
ideogram_4_0                  ideogram        p   -     -     0-1  no  ideogram_4_0
ideogram_4_5                  ideogram_4_5    p   -     -     0-5  no  ideogram_4_5
seedream5_flash               seedream_flash  rp  -     -     0-99 no  seedream5_flash
nano_banana_2.1               nano_banana     rp  -     -     0-14 no  nano_banana_2_1
recraft_v4_1_flash            recraft         rp  -     -     0    yes recraft_v4_1_flash
recraft_v4_1_vector           recraft_vector  p   -     -     0    no  recraft_v4_1_vector
gemini_2.5_flash              flash_2_5       rp  -     -     0-3  no  -
"""


def _named(text: str) -> Mapping[str, str]:
    """`name: value` in each line; a line that begins with blanks goes on with the last one."""
    lines = text.strip().replace("\n    ", " ").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _table(text: str) -> Mapping[str, Model]:
    ratios, extras = _named(_RATIOS), _named(_EXTRA)
    table = {}
    for line in text.strip().splitlines():
        names, shapes, needs, seconds, units, pictures, seed, extra = line.split()
        for name in names.split("/"):
            table[name] = Model(
                name=name,
                ratios=() if shapes == "-" else tuple(ratios[shapes].split()),
                needs=frozenset(
                    word for word in ("ratio", "seconds", "prompt") if word[0] in needs
                ),
                seconds=_numbers(seconds),
                units=None if units == "-" else int(units),
                pictures=_numbers(pictures),
                seed=seed == "yes",
                extra={} if extra == "-" else _fields(extras[extra]),
            )
    return table


def _numbers(text: str) -> Sequence[int]:
    """`2-10`, `4/6/8`, `1`, or `-` for none."""
    first, _, last = text.partition("-")
    if not first:
        return ()
    return range(int(first), int(last) + 1) if last else tuple(map(int, first.split("/")))


def _fields(text: str) -> Mapping[str, str]:
    return dict(field.split("=") for field in text.split(", "))


#: By the name of the call, then of the model.
TABLES: Final[Mapping[str, Mapping[str, Model]]] = {
    "image_to_video": _table(_IMAGE_TO_VIDEO),
    "text_to_video": _table(_TEXT_TO_VIDEO),
    "text_to_image": _table(_TEXT_TO_IMAGE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """A model that is off: since when (an ISO date, "" where that is not known), and who is next.

    `ratios` are its own words and those of its successor.
    """

    since: str
    successor: str
    ratios: Mapping[str, str] = field(default_factory=dict)


RETIRED: Final[Mapping[str, Retired]] = {
    "gen3a_turbo": Retired(
        since="2026-07-30",
        successor="gen4_turbo",
        ratios={"768:1280": "720:1280", "1280:768": "1280:720"},
    ),
    "veo3": Retired(since="", successor="veo3.1"),
}

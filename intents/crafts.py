"""What other engines than the editing agent can be asked for; told by plain words where it is sure.

It knows no engine.
"""

import re
from enum import StrEnum


class Craft(StrEnum):
    """What is made. Those after `MUSIC` go on with one of four pictures, or with a picture."""

    CLIP = "clip"  # words, or a picture, become a moving clip
    PICTURE = "picture"  # words become a picture
    RETOUCH = "retouch"  # a picture is changed by words
    GRID = "grid"  # words become four pictures to choose from
    FACESWAP = "faceswap"
    DESCRIBE = "describe"
    BLEND = "blend"
    MUSIC = "music"
    UPSCALE = "upscale"
    VARY = "vary"
    REROLL = "reroll"
    REFINE = "refine"
    ZOOM_OUT = "zoom_out"
    PAN = "pan"


_A_PICTURE = (
    r"(?:pictures?|images?|photos?|illustrations?|drawings?|paintings?|logos?|posters?|wallpapers?"
    r"|bild(?:er)?|foto|imagen(?:es)?|imagem|imagens|ilustración|gambar|resim|görsel|ảnh|hình"
    r"|картинк\w*|изображени\w*|рисунок"
    r"|صورة|तस्वीर|tasveer)"
)
_MAKE = (
    r"(?:generate|create|make|draw|paint|imagine|design|erstelle?|mal(?:e|)|zeichne?|generiere?"
    r"|genera|crea|dibuja|haz(?:me)?|gera|gere|crie|desenhe|faça|crée|génère|dessine"
    r"|buat(?:kan)?|gambarkan|oluştur|çiz|tạo|vẽ|создай|нарисуй|сгенерируй|сделай"
    r"|ارسم|أنشئ|بनाओ|banao)"
)
_OPENING = (
    r"^\W*(?:please|pls|bitte|por favor|s'il te plaît|tolong|lütfen|пожалуйста"
    r"|can you|could you)?\W*"
)
_SHORT = r"(?:\W+\w+){0,4}?\W+"
#: What plain words surely ask for; what is not sure stays with the editing agent.
_PLAIN: tuple[tuple[Craft, re.Pattern[str]], ...] = (
    (
        Craft.FACESWAP,
        re.compile(
            r"(?:swap|exchange|switch)\W+(?:the\W+|our\W+|their\W+)?faces|face\W?swap"
            r"|换脸|換臉",
            re.IGNORECASE,
        ),
    ),
    (
        Craft.DESCRIBE,
        re.compile(
            r"^\W*(?:please\W+)?describe\W+(?:this|the|my)\W+(?:picture|photo|image)"
            r"|^\W*what(?:'s| is)\W+(?:in|on)\W+(?:this|the)\W+(?:picture|photo|image)"
            r"|描述(?:一下)?这|這張圖是什麼|这张图(?:里)?是什么",
            re.IGNORECASE,
        ),
    ),
    (
        Craft.BLEND,
        re.compile(
            r"^\W*(?:please\W+)?blend\W+(?:these|the|my|those|both)\b"
            r"|融合(?:这|這)",
            re.IGNORECASE,
        ),
    ),
    (
        Craft.MUSIC,
        re.compile(
            r"^\W*(?:please\W+)?(?:make|write|compose|generate|create)\W+(?:me\W+)?(?:a|an)"
            r"(?:\W+\w+){0,3}?\W+(?:song|jingle|tune|piece of music)\b"
            r"|^(?:请|帮我)?(?:写|作|生成)(?:一)?首.{0,8}?歌",
            re.IGNORECASE,
        ),
    ),
    (
        Craft.PICTURE,
        re.compile(
            _OPENING + _MAKE + _SHORT + _A_PICTURE + r"\W+(?:of|with|showing|von|mit|de|del|da|do|"
            r"con|com|d'|avec|tentang|dari|của|về|с|со|где|of)\b"
            r"|^(?:请|請|帮我|幫我|给我|給我)?(?:生成|画|畫|绘制|做)(?:一)?(?:张|張|幅|个|個).{0,40}?(?:图|圖|画|畫|照片|海报)"
            r"|(?:絵|画像|イラスト)を(?:描いて|生成|作って)|(?:그림|이미지).{0,6}(?:그려|만들어|생성)",
            re.IGNORECASE,
        ),
    ),
)
_A_FILM = re.compile(
    r"\b(?:video|clip|film|movie|animat\w+|vidéo|vídeo|timeline|title|slide)\b|视频|影片|短片",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"\b(?:this|that|it|these|my|the)\W+(?:\w+\W+)?(?:photo|picture|image|pic|shot|selfie)s?\b"
    r"|\b(?:animate|move|turn|make)\W+(?:this|it|that)\b|\b(?:dies(?:es|e|er)?|das)\W+(?:foto|bild)"
    r"|\b(?:est[ae]|la|essa?|ess[ae]|a)\W+(?:foto|imagen|imagem)\b|\bcette\W+(?:photo|image)"
    r"|\b(?:foto|gambar)\W+ini\b|\bbu\W+(?:fotoğraf|resm)|\b(?:ảnh|hình)\W+này"
    r"|эт(?:о|у)\W+(?:фото|картин\w+)|هذه?\W+الصورة|इस\W+(?:फोटो|तस्वीर)"
    r"|[这這此](?:张|張|个|個)?(?:照片|图|圖|相片)|把(?:它|照片|图)|この(?:写真|画像)|이\s?(?:사진|그림)",
    re.IGNORECASE,
)
_OF_THE_TIMELINE = re.compile(
    r"\b(?:titles?|subtitles?|captions?|music|songs?|sounds?|audio|voice|volume|track|timeline"
    r"|transitions?|trim|cut|split|merge|seconds?|speed|faster|slower|fade|zoom|clips?|videos?"
    r"|slideshow|mute|titel|untertitel|musik|título|subtítulos?|música|titre|musique|judul|başlık"
    r"|müzik|nhạc|музык\w*|титр\w*|видео)\b"
    r"|标题|標題|字幕|音乐|音樂|声音|聲音|配音|转场|轉場|剪|秒|速度|视频|影片|时间线|タイトル|音楽|제목|음악",
    re.IGNORECASE,
)
_READ = 500


def craft_in(text: str) -> Craft | None:
    """The craft that plain words surely ask for; None where the editing agent may be meant."""
    head = text[:_READ]
    found = next((craft for craft, pattern in _PLAIN if pattern.search(head)), None)
    return None if found is Craft.PICTURE and _A_FILM.search(head) else found


def changes_a_picture(text: str) -> bool:
    """Whether an edit can be one of a still picture: nothing in it is work on a timeline."""
    return _OF_THE_TIMELINE.search(text[:_READ]) is None


def speaks_of_a_picture(text: str) -> bool:
    """Whether the words are about a picture that is there: "animate this photo"."""
    return _THIS.search(text[:_READ]) is not None

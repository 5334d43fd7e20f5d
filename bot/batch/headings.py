"""What the columns of a table of prompts are called, in the languages people write them in."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from bot.batch.values import plain


class Column(StrEnum):
    """What a column holds."""

    PROMPT = "prompt"
    ENGINE = "engine"
    RATIO = "ratio"
    SECONDS = "seconds"
    STYLE = "style"


_NAMES: Final[Mapping[Column, Sequence[str]]] = {
    Column.PROMPT: (
        *("prompt", "prompts", "prompt text", "text prompt", "video prompt", "image prompt"),
        *("text", "texts", "words", "idea", "ideas", "description", "scene", "script", "wish"),
        *("提示词", "提示語", "提示词语", "提示詞", "描述", "文字", "文本", "文案", "创意", "脚本"),
        *(
            "内容",
            "画面",
            "画面描述",
            "プロンプト",
            "説明",
            "テキスト",
            "프롬프트",
            "설명",
            "텍스트",
        ),
        *("beschreibung", "idee", "eingabe", "description du plan", "texte", "idée", "invite"),
        *("descripción", "descripcion", "texto", "indicación", "descrição", "descricao", "ideia"),
        *("промпт", "описание", "текст", "идея", "запрос", "istem", "metin", "açıklama", "fikir"),
        *("deskripsi", "teks", "perintah", "mô tả", "văn bản", "câu lệnh", "ý tưởng"),
        *("الوصف", "وصف", "النص", "نص", "विवरण", "पाठ", "प्रॉम्प्ट", "testo", "descrizione"),
    ),
    Column.ENGINE: (
        *("engine", "model", "service", "provider", "generator", "引擎", "模型", "服务"),
        *("エンジン", "モデル", "엔진", "모델", "modell", "moteur", "modèle", "motor", "modelo"),
        *("движок", "модель", "mesin", "mô hình", "المحرك", "इंजन", "motore", "modello"),
    ),
    Column.RATIO: (
        *("ratio", "aspect", "aspect ratio", "format", "size", "shape", "orientation", "比例"),
        *("画幅", "宽高比", "寬高比", "长宽比", "尺寸", "格式", "方向", "比率", "アスペクト比"),
        *("縦横比", "비율", "화면비", "seitenverhältnis", "verhältnis", "formato", "proporción"),
        *("proporção", "rapport", "соотношение", "формат", "oran", "rasio", "tỷ lệ", "النسبة"),
        "अनुपात",
    ),
    Column.SECONDS: (
        *("duration", "seconds", "secs", "sec", "length", "time", "duration seconds", "时长"),
        *("時長", "秒", "秒数", "长度", "時間", "長さ", "길이", "시간", "초", "dauer", "länge"),
        *("sekunden", "durée", "secondes", "duración", "segundos", "duração", "длительность"),
        *("секунды", "süre", "saniye", "durasi", "detik", "thời lượng", "giây", "المدة", "अवधि"),
        "durata",
    ),
    Column.STYLE: (
        *("style", "look", "mood", "风格", "風格", "样式", "スタイル", "스타일", "stil", "estilo"),
        *("стиль", "gaya", "phong cách", "الأسلوب", "أسلوب", "शैली", "stile"),
    ),
}
_MEANING: Final[Mapping[str, Column]] = {
    name: column for column, names in _NAMES.items() for name in map(plain, names)
}
#: Where no column has one of the names above, these hold the prompt.
_PERHAPS_PROMPT: Final = frozenset(
    map(plain, ("name", "title", "titel", "名称", "标题", "標題", "名前", "タイトル", "제목"))
    # Also what a database of Notion's calls its first column in other languages.
) | frozenset(map(plain, ("nom", "titre", "nombre", "título", "nome", "название", "имя", "이름")))
_UNITS: Final = re.compile(r"[(\[（].*?[)\]）]")
_LONGEST: Final = 60


def meaning(cell: str) -> Column | None:
    """What a column with this heading holds: "Duration (s)", "aspect_ratio", "Prompt *"."""
    return _MEANING.get(_bare(cell))


def columns(row: Sequence[str]) -> Mapping[Column, int]:
    """The places of the columns that a row of headings names; the first of a kind counts."""
    found: dict[Column, int] = {}
    for place, cell in enumerate(row):
        column = meaning(cell)
        if column is not None:
            found.setdefault(column, place)
    if Column.PROMPT not in found:
        for place, cell in enumerate(row):
            if _bare(cell) in _PERHAPS_PROMPT:
                return {**found, Column.PROMPT: place}
    return found


def _bare(cell: str) -> str:
    if len(cell) > _LONGEST:
        return ""
    return plain(_UNITS.sub(" ", plain(cell)).replace("_", " ")).strip(" *:：#.!?-")

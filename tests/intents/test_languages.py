"""What the rules say, in every language: a small table by phenomenon, and what holds for all."""

import pytest

from intents.classify import classify
from intents.lexicon import LANGUAGES
from intents.routing import Intent

PLAIN = [
    ("en", "export", "send me the finished video please"),
    ("en", "credits", "how many credits do I have left"),
    ("zh", "export", "把视频导出来发给我"),
    ("zh", "credits", "我还剩多少积分"),
    ("es", "export", "descarga el video por favor"),
    ("es", "credits", "¿cuántos créditos me quedan?"),
    ("pt", "export", "exporta o vídeo pra mim"),
    ("pt", "credits", "quantos créditos eu ainda tenho?"),
    ("ru", "export", "скачай мне готовое видео"),
    ("ru", "credits", "сколько кредитов у меня осталось"),
    ("hi", "export", "वीडियो एक्सपोर्ट करो"),
    ("hi", "credits", "mere kitne credits bache hain"),
    ("id", "export", "ekspor videonya dong"),
    ("id", "credits", "sisa kredit saya berapa"),
    ("ar", "export", "صدر الفيديو الآن"),
    ("ar", "credits", "كم باقي من رصيدي"),
    ("ja", "export", "動画を書き出してください"),
    ("ja", "credits", "クレジットはあとどれくらい残っていますか"),
    ("ko", "export", "영상 내보내줘"),
    ("ko", "credits", "크레딧 얼마나 남았어?"),
    ("fr", "export", "exporte la vidéo s'il te plaît"),
    ("fr", "credits", "il me reste combien de crédits ?"),
    ("de", "export", "exportiere das Video bitte"),
    ("de", "credits", "wie viele Credits habe ich noch übrig?"),
    ("tr", "export", "videoyu dışa aktar"),
    ("tr", "credits", "kaç kredim kaldı"),
    ("vi", "export", "xuất video ra đi"),
    ("vi", "credits", "tôi còn lại bao nhiêu tín dụng"),
]


@pytest.mark.parametrize(("language", "intent", "text"), PLAIN)
def test_plain_wishes_are_understood_in_every_language(
    language: str, intent: str, text: str
) -> None:
    assert classify(text).intent == intent, language


def test_the_table_of_plain_wishes_has_every_language() -> None:
    assert len({language for language, _, _ in PLAIN}) == len(LANGUAGES) == 14


@pytest.mark.parametrize(
    "text",
    [
        "put the word EXPORT on the title",
        "add end credits",
        "fix the white balance",
        "add a status bar",
        "remove the upload icon",
        "把标题改成'立即下载'",
        "don't export yet, make it brighter",
        "generate a picture of a cat",
        "turn this photo into a clip and put music on it",
    ],
)
def test_a_word_in_an_object_is_no_wish(text: str) -> None:
    assert classify(text).intent is Intent.EDIT


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("导出按钮在哪", Intent.EXPORT),
        ("export it in 4k", Intent.EXPORT),
        ("make a video about credit cards", Intent.GENERATE_VIDEO),
        ("is the export finished?", Intent.STATUS),
        ("enough credits to export?", Intent.CREDITS),
    ],
)
def test_the_verb_decides(text: str, intent: Intent) -> None:
    assert classify(text).intent is intent


def test_a_close_runner_up_is_named() -> None:
    for text in ("hmm", "file", "the video"):
        routing = classify(text)
        assert routing.rival is not routing.intent
        assert routing.rival is None or routing.confidence < 0.75

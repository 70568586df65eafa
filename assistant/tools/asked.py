"""Asked: which of a product's facts a question is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from retrieval.lexicon import lexicon
from retrieval.tokens import has_chinese, key

# What a shopper asks for -> how, in both languages; several attributes may answer.
_TOPICS: Mapping[tuple[str, ...], str] = {
    (
        "material",
        "fill",
        "lining_material",
        "sole_material",
    ): r"\bmaterials?\b|\bmade (?:of|from|out)\b|\bfabric\b|材质|材料|面料|什么做的|成分",
    ("color",): r"\bcolou?rs?\b|颜色",
    (
        "size",
        "dimensions",
        "width",
        "height",
        "length",
        "diameter",
        "capacity",
    ): r"\bsizes?\b|\bdimensions?\b|\bhow (?:big|large|tall|long|wide|high)\b"
    r"|尺码|尺寸|多大|多高|多宽|多长|容量",
    ("weight", "net_content"): r"\bweigh\w*\b|\bhow heavy\b|多重|重量|净重",
    ("brand",): r"\bbrands?\b|\bwho makes\b|牌子|品牌",
    ("origin",): r"\bmade in\b|\bwhere (?:is|was) it made\b|产地|哪里产|哪产",
    ("warranty",): r"\bwarrant\w+\b|\bguarantee\b|保修|质保",
    ("price",): r"\bprices?\b|\bhow much\b|\bcosts?\b|多少钱|什么价|价格",
    ("stock",): r"\bin stock\b|\bavailable\b|\bsold out\b|有货|现货|缺货|没货|卖完",
    ("power", "voltage", "battery_capacity"): r"\bpower\b|\bwatts?\b|\bbattery\b|功率|续航|电压",
}
_PATTERNS = {names: re.compile(pattern, re.IGNORECASE) for names, pattern in _TOPICS.items()}
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；])|\n")


def attributes_asked(question: str) -> tuple[str, ...]:
    """The canonical names of the attributes that the question is about; none for a question about something else."""
    return tuple(name for names, pattern in _PATTERNS.items() if pattern.search(question) for name in names)


def passages_on(words: str, texts: Sequence[str]) -> list[str]:
    """The sentences that hold what the words ask about, in either language; none when no sentence does."""
    wanted = [_spellings(words[hit.start : hit.end]) for hit in lexicon().find(words)]
    wanted = wanted or [[word] for word in _told(words)]
    sentences = [part.strip() for text in texts for part in _SENTENCE.split(text) if part.strip()]
    return [sentence for sentence in sentences if wanted and all(_holds(sentence, those) for those in wanted)]


def _spellings(word: str) -> list[str]:
    return lexicon().spellings(word)


def _told(words: str) -> list[str]:
    return [words] if has_chinese(words) else words.split()


def _holds(sentence: str, spellings: Sequence[str]) -> bool:
    text = f" {key(sentence)} "
    return any(f" {key(word)} " in text for word in spellings)

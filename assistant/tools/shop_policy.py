"""shop_policy: what the shop promises, in its own words."""

from __future__ import annotations

import math
import re
from collections import Counter

from retrieval.tokens import tokenize
from shop.policy import Policy

from .context import Context
from .door import tool
from .reply import Evidence, Reply

# What shoppers say when they mean a topic; a shop's own words are found by themselves.
_TOPICS = {
    "shipping": "shipping delivery deliver ship arrive courier 配送 运费 发货 包邮 送货 快递 几天到 多久到 能到",
    "returns": "return returns refund exchange send back 退货 退款 退换 换货 退吗 能退",
    "warranty": "warranty guarantee repair broken 保修 质保 维修 售后",
    "payment": "payment pay card invoice instalment 支付 付款 发票",
    "contact": "contact phone telephone number email support hours open person 联系 电话 邮箱 客服 人工 营业 上班 下班 开门",
    "privacy": "privacy data personal cookie 隐私 个人信息 数据",
    "orders": "cancel modify change order 取消 修改 订单",
}
# A question that asks for a time or a sum looks for the passage that calls itself so.
_SOUGHT = {
    re.compile(
        r"\bhow (?:long|soon|fast)\b|\bwhen\b|多久|几天|什么时候|多长时间", re.IGNORECASE
    ): "time times days 时间 时效 工作日",
    re.compile(
        r"\bhow much\b|\bcosts?\b|\bfees?\b|多少钱|收费|免费", re.IGNORECASE
    ): "cost costs fee price free 费用 运费 免费",
    re.compile(
        r"\b(?:ship|deliver\w*) to\b|(?:送|寄|发|配送)到", re.IGNORECASE
    ): "deliver country countries destination 范围 地区 国家",
}
_SHIP_TO = re.compile(r"\bship(?:ping|ped)? to\b", re.IGNORECASE)  # asks where, not when or for how much
_SOUGHT_WORTH = 0.3  # of what a word of the question itself is worth
# Words of every question that say nothing about its subject.
_EMPTY = frozenset(
    tokenize(
        "how what when where which who why do does did can could will would is are am be it this that the"
        " a an i you we my your me to of for in on at and or if long much many have has get there any about with please"
        " 你们 我们 吗 呢 的 了 是 有 我 你 们 怎么 怎 么 什么 什 多少 多 少 能 可以 可 以 这个 这 个 要 不"
    )
)
_LEAST_STEM = 4
_TOPIC_WORTH = 3  # a word in the topic or the heading says what the passage is about


@tool(access="read")
async def shop_policy(context: Context, question: str) -> Reply:
    """Answer a question about shipping, returns, warranty, payment or privacy from the shop's own policies."""
    policies = context.store.policies.all(context.language) or context.store.policies.all()
    best = _best(question, policies)
    if best is None:
        return Reply(text="The shop has no policy on that.", data={"policy": None})
    facts = (Evidence(kind="policy", value=best.text), Evidence(kind="policy", value=best.title))
    return Reply(text=best.text, evidence=facts, data={"policy": {"title": best.title, "text": best.text, "topic": best.topic}})


def _best(question: str, policies: list[Policy]) -> Policy | None:
    question = _SHIP_TO.sub("deliver to", question)
    asked = dict.fromkeys(tokenize(_sought(question)), _SOUGHT_WORTH) | dict.fromkeys(tokenize(question), 1.0)
    topics = [_words(policy.title) | set(tokenize(f"{policy.topic} {_TOPICS.get(policy.topic, '')}")) for policy in policies]
    headings = [_words(policy.title) for policy in policies]
    texts = [_words(policy.text) for policy in policies]
    held = Counter(token for topic, text in zip(topics, texts, strict=True) for token in topic | text)
    worth = {
        token: share * math.log1p(len(policies) / held[token])
        for token, share in asked.items()
        if held[token] and token not in _EMPTY
    }
    # Of several passages on it, the one with the shortest heading is the general one.
    scored = [
        (
            round(
                sum(
                    worth[token] * (_TOPIC_WORTH * (token in topic) + _is_in(token, heading) + (token in text))
                    for token in worth
                ),
                6,
            ),
            -length,
            -number,
        )
        for number, (topic, heading, text, length) in enumerate(zip(topics, headings, texts, _lengths(policies), strict=True))
    ]
    score, _, place = max(scored, default=(0.0, 0, 0))
    return policies[-place] if score > 0 else None


def _is_in(token: str, heading: set[str]) -> bool:
    # "Return" is in "Returning goods".
    return token in heading or (len(token) >= _LEAST_STEM and any(word.startswith(token) for word in heading))


def _sought(question: str) -> str:
    return " ".join(words for pattern, words in _SOUGHT.items() if pattern.search(question))


def _words(text: str) -> set[str]:
    # A single Chinese character says nothing by itself: 点 stands in "2点前" and in "几点下班".
    return {token for token in tokenize(text) if len(token) > 1}


def _lengths(policies: list[Policy]) -> list[int]:
    return [len(tokenize(policy.title)) for policy in policies]

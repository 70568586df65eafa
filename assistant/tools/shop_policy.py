"""shop_policy: what the shop promises, in its own words."""

from __future__ import annotations

import math
from collections import Counter

from retrieval.tokens import tokenize
from shop.policy import Policy

from .context import Context
from .door import tool
from .reply import Evidence, Reply

# What shoppers say when they mean a topic; a shop's own words are found by themselves.
_TOPICS = {
    "shipping": "shipping delivery deliver ship arrive courier 配送 运费 发货 包邮 送货 快递",
    "returns": "return returns refund exchange send back 退货 退款 退换 换货",
    "warranty": "warranty guarantee repair broken 保修 质保 维修 售后",
    "payment": "payment pay card invoice instalment 支付 付款 发票",
    "privacy": "privacy data personal cookie 隐私 个人信息 数据",
}


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
    asked = set(tokenize(question))
    topics = [set(tokenize(f"{policy.topic} {policy.title} {_TOPICS.get(policy.topic, '')}")) for policy in policies]
    texts = [set(tokenize(policy.text)) for policy in policies]
    held = Counter(token for topic, text in zip(topics, texts, strict=True) for token in topic | text)
    worth = {token: math.log1p(len(policies) / held[token]) for token in asked if held[token]}
    # A word in the topic says what the passage is about; of several passages on it the first is the general one.
    scored = [
        (round(sum(worth[token] * (3 * (token in topic) + (token in text)) for token in worth), 6), -number)
        for number, (topic, text) in enumerate(zip(topics, texts, strict=True))
    ]
    score, place = max(scored, default=(0.0, 0))
    return policies[-place] if score > 0 else None

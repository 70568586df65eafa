"""Wording: every sentence that the built-in writer can say, in both languages. Named parts are filled from facts."""

from __future__ import annotations

from collections.abc import Mapping

Phrase = Mapping[str, str]  # language -> text

SENTENCES: Mapping[str, Phrase] = {
    "found_one": {"en": "I found one that fits.", "zh": "找到一款符合的。"},
    "found_few": {"en": "I found {total} that fit.", "zh": "找到{total}款符合的。"},
    "found_many": {"en": "I found {total} that fit; here are {shown}.", "zh": "找到{total}款符合的，先看这{shown}款。"},
    "top": {"en": "“{title}” at {price} is my first pick.", "zh": "我首推“{title}”，{price}。"},
    "top_unpriced": {
        "en": "“{title}” is my first pick; the shop gives no price for it.",
        "zh": "我首推“{title}”，店里没有标价。",
    },
    "weak": {"en": "I’m not sure these are what you mean, but they come nearest.", "zh": "不确定是不是您要的，这些最接近。"},
    "relaxed": {
        "en": "Nothing here is {wishes}, so these are the nearest without that.",
        "zh": "没有符合“{wishes}”的，放宽这一条后最接近的是这些。",
    },
    "ignored": {
        "en": "The shop says nothing about {names}, so I could not go by that.",
        "zh": "店里没有标注{names}，所以没法按它筛选。",
    },
    "nothing": {"en": "I found nothing for “{query}” in this shop.", "zh": "店里没有找到“{query}”。"},
    "nothing_left": {"en": "That was all I have for this.", "zh": "符合的就这些了。"},
    "try_other": {"en": "Try other words, or tell me what it is for.", "zh": "换个说法，或者告诉我用途试试。"},
    "foreign": {
        "en": "Prices here are in {currency}; I did not convert your amount, so please tell me a limit in {currency}.",
        "zh": "本店以{currency}标价，没有为您换算，请用{currency}告诉我预算。",
    },
    "recommended": {"en": "Here is what I would show you first.", "zh": "先给您看看这些。"},
    "nothing_to_recommend": {"en": "The shop has no goods yet.", "zh": "店里还没有商品。"},
    "details": {"en": "Here is what the shop says about “{title}”.", "zh": "关于“{title}”，店里是这样介绍的。"},
    "compared": {"en": "They differ in {names}.", "zh": "它们的区别在于{names}。"},
    "alike": {"en": "The shop’s data shows no difference between them.", "zh": "从店里的资料看没有区别。"},
    "added": {"en": "“{title}” is in your cart.", "zh": "“{title}”已加入购物车。"},
    "removed": {"en": "“{title}” is out of your cart.", "zh": "“{title}”已从购物车移除。"},
    "unchanged": {"en": "Your cart is as it was.", "zh": "购物车没有变化。"},
    "cart": {"en": "Your cart holds {count} for {total} in all.", "zh": "购物车里有{count}件，共{total}。"},
    "cart_unpriced": {"en": "Your cart holds {count}.", "zh": "购物车里有{count}件。"},
    "cart_empty": {"en": "Your cart is empty.", "zh": "购物车是空的。"},
    "which": {"en": "Which one do you mean?", "zh": "您指的是哪一款？"},
    "no_policy": {"en": "I found nothing about that in the shop’s policies.", "zh": "店里的说明没有提到这一点。"},
    "failed": {"en": "That did not work.", "zh": "没有成功。"},
    "greet": {"en": "Hello! What are you looking for at {shop}?", "zh": "您好！想在{shop}找点什么？"},
    "thanks": {"en": "You’re welcome.", "zh": "不客气。"},
    "goodbye": {"en": "Goodbye, and come back any time.", "zh": "再见，欢迎再来。"},
    "help": {
        "en": "Tell me what you need, with a price or a colour if you like; I also compare goods, fill your cart and know the shop’s rules.",
        "zh": "告诉我您想找什么，可以带上价格、颜色；我还能比较商品、管理购物车、回答店铺规则。",
    },
    "reset": {"en": "Let’s start again. What are you looking for?", "zh": "我们重新开始，您想找什么？"},
    "unclear": {"en": "I didn’t catch that. What are you looking for?", "zh": "没太明白，您想找什么？"},
    "order_status": {
        "en": "I cannot see orders in this chat; please look in your account.",
        "zh": "我在这里看不到订单，请到您的账户中查看。",
    },
    "human": {
        "en": "I cannot bring in a person here yet; please use the shop’s contact page.",
        "zh": "这里暂时不能转人工，请通过店铺的联系方式。",
    },
    "complaint": {"en": "I’m sorry about that.", "zh": "很抱歉给您带来不便。"},
    "broken": {"en": "Something went wrong on our side; please try again.", "zh": "我们这边出了点问题，请再试一次。"},
}

ATTRIBUTES: Mapping[str, Phrase] = {
    "color": {"en": "colour", "zh": "颜色"},
    "material": {"en": "material", "zh": "材质"},
    "size": {"en": "size", "zh": "尺码"},
    "brand": {"en": "brand", "zh": "品牌"},
    "in_stock": {"en": "stock", "zh": "库存"},
    "category": {"en": "category", "zh": "分类"},
    "audience": {"en": "for", "zh": "适用人群"},
    "feature": {"en": "features", "zh": "特点"},
    "occasion": {"en": "occasion", "zh": "场合"},
    "season": {"en": "season", "zh": "季节"},
    "use": {"en": "use", "zh": "用途"},
    "capacity": {"en": "capacity", "zh": "容量"},
    "power": {"en": "power", "zh": "功率"},
    "weight": {"en": "weight", "zh": "重量"},
    "type": {"en": "type", "zh": "类型"},
    "battery": {"en": "battery", "zh": "续航"},
    "storage": {"en": "storage", "zh": "存储"},
    "connectivity": {"en": "connectivity", "zh": "连接方式"},
}

LABELS: Mapping[str, Phrase] = {
    "parse_intent": {"en": "Reading your message", "zh": "正在理解"},
    "search_products": {"en": "Looking through {count} products", "zh": "正在{count}件商品中查找"},
    "recommend": {"en": "Choosing for you", "zh": "正在为您挑选"},
    "product_details": {"en": "Looking it up", "zh": "正在查看详情"},
    "compare_products": {"en": "Comparing", "zh": "正在比较"},
    "view_cart": {"en": "Opening your cart", "zh": "正在打开购物车"},
    "update_cart": {"en": "Changing your cart", "zh": "正在更新购物车"},
    "shop_policy": {"en": "Reading the shop’s policies", "zh": "正在查阅店铺规则"},
}

REASONS: Mapping[str, Phrase] = {
    "price_max": {"en": "within your budget", "zh": "在预算内"},
    "price_min": {"en": "in your price range", "zh": "在价格区间内"},
    "in_stock": {"en": "in stock", "zh": "有货"},
    "popular": {"en": "bought by {count} shoppers", "zh": "{count}人买过"},
    "bought_after": {"en": "often bought with what you looked at", "zh": "常与您看过的一起购买"},
    "viewed_after": {"en": "others looked at this next", "zh": "看过的人也看了它"},
    "prefers": {"en": "you like {value}", "zh": "您喜欢{value}"},
    "rated": {"en": "{rating} stars from {count} reviews", "zh": "{rating}星，{count}条评价"},
}

NOTES: Mapping[str, Phrase] = {
    "not_stated": {"en": "{name} not stated", "zh": "未注明{name}"},
    "relaxed": {"en": "not {value}", "zh": "不符合：{value}"},
    "price_max": {"en": "over your limit of {value}", "zh": "超出预算{value}"},
    "price_min": {"en": "below {value}", "zh": "低于{value}"},
    "sold_out": {"en": "sold out", "zh": "售罄"},
}

CHIPS: Mapping[str, Phrase] = {
    "cheaper": {"en": "Cheaper", "zh": "便宜一点"},
    "more": {"en": "Show more", "zh": "还有别的吗"},
    "in_stock": {"en": "In stock", "zh": "有货的"},
    "cart": {"en": "Show my cart", "zh": "打开购物车"},
    "compare": {"en": "Compare the first two", "zh": "对比第一个和第二个"},
    "reset": {"en": "Start over", "zh": "重新开始"},
    "recommend": {"en": "Recommend something", "zh": "推荐一下"},
    "any_price": {"en": "any price", "zh": "价格不限"},
    "any_color": {"en": "any color", "zh": "颜色不限"},
    "any_brand": {"en": "any brand", "zh": "品牌不限"},
    "any_size": {"en": "any size", "zh": "尺码不限"},
    "any_material": {"en": "any material", "zh": "材质不限"},
    "up_to": {"en": "up to {price}", "zh": "{price}以内"},
    "from": {"en": "from {price}", "zh": "{price}以上"},
}


# What somebody might ask for who has just come in: what a greeting offers.
WISHES: Mapping[str, Phrase] = {
    "under": {"en": "{kind} under {price}", "zh": "{price}以内的{kind}"},
    "colored": {"en": "{color} {kind}", "zh": "{color}的{kind}"},
    "best": {"en": "top rated {kind}", "zh": "评价最好的{kind}"},
    "gift": {"en": "{kind} as a gift", "zh": "送礼用的{kind}"},
    "plain": {"en": "{kind}", "zh": "{kind}"},
}


def say(phrases: Mapping[str, Phrase], name: str, language: str, /, **parts: str) -> str:
    """The phrase of that name with its parts filled in."""
    return phrases[name][language].format(**parts)


def attribute_name(name: str, language: str) -> str:
    """What shoppers call an attribute; the shop's own name where we have no word for it."""
    return ATTRIBUTES[name][language] if name in ATTRIBUTES else name

"""Wording: every sentence that the built-in writer can say, in both languages. Named parts are filled from facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Phrase = Mapping[str, str]  # language -> text

SENTENCES: Mapping[str, Phrase] = {
    "found_one": {"en": "I found one that fits.", "zh": "找到一款符合的。"},
    "found_few": {"en": "I found {total} that fit.", "zh": "找到{total}款符合的。"},
    "found_many": {"en": "I found {total} that fit; here are {shown}.", "zh": "找到{total}款符合的，先看这{shown}款。"},
    "more": {"en": "Here are {shown} more.", "zh": "再看这{shown}款。"},
    "one_more": {"en": "Here is one more.", "zh": "还有一款。"},
    "top": {"en": "“{title}” at {price} is my first pick.", "zh": "我首推“{title}”，{price}。"},
    "top_unpriced": {
        "en": "“{title}” is my first pick; the shop gives no price for it.",
        "zh": "我首推“{title}”，店里没有标价。",
    },
    "weak": {"en": "I’m not sure these are what you mean, but they come nearest.", "zh": "不确定是不是您要的，这些最接近。"},
    "relaxed": {
        "en": "Nothing here is {wishes}, so these are the nearest without that.",
        "zh": "没有{wishes}的，放宽这一条后，最接近的是这些。",
    },
    "widened": {"en": "Nothing here is {wishes}; these are {wider}.", "zh": "没有{wishes}的，这些是{wider}的。"},
    "widened_one": {
        "en": "Nothing here is {wishes} and everything else you asked for; these are {wider}.",
        "zh": "没有{wishes}又符合其他条件的，这些是{wider}的。",
    },
    "widened_too": {"en": "They are {wider}, as nothing is {wishes}.", "zh": "也没有{wishes}的，这些是{wider}的。"},
    "unknown": {
        "en": "The shop has nothing called {names}, so I went by the rest.",
        "zh": "店里没有{names}，已按其他条件查找。",
    },
    "relaxed_one": {
        "en": "Nothing here is {wishes} and everything else you asked for, so these are the nearest without that.",
        "zh": "没有{wishes}又符合其他条件的，放宽这一条后，最接近的是这些。",
    },
    "ignored": {
        "en": "The shop says nothing about {names}, so I could not go by that.",
        "zh": "店里没有标注{names}，所以没法按它筛选。",
    },
    "unstated": {
        "en": "The shop does not state the {names} of any of these, so please check first.",
        "zh": "这些都没有注明{names}，下单前请先确认。",
    },
    "nothing": {"en": "I found nothing for “{query}” in this shop.", "zh": "店里没有找到“{query}”。"},
    "nothing_long": {"en": "I found nothing like that in this shop.", "zh": "店里没有找到这样的商品。"},
    "nothing_left": {"en": "That was all I have for this.", "zh": "符合的就这些了。"},
    "try_other": {"en": "Try other words, or tell me what it is for.", "zh": "换个说法，或者告诉我用途试试。"},
    "foreign": {
        "en": "Prices here are in {currency}; I did not convert your amount, so please tell me a limit in {currency}.",
        "zh": "本店以{currency}标价，没有为您换算，请用{currency}告诉我预算。",
    },
    "recommended": {"en": "Here is what I would show you first.", "zh": "先给您看看这些。"},
    "nothing_to_recommend": {"en": "The shop has no goods yet.", "zh": "店里还没有商品。"},
    "details": {"en": "Here is what the shop says about “{title}”.", "zh": "关于“{title}”，店里是这样介绍的。"},
    "told": {"en": "This is what the shop says about it:", "zh": "店里是这样说的："},
    "not_told": {
        "en": "The shop does not say that about “{title}”.",
        "zh": "关于“{title}”，店里没有说明这一点。",
    },
    "costs": {"en": "“{title}” costs {price}.", "zh": "“{title}”的价格是{price}。"},
    "no_price": {"en": "The shop gives no price for “{title}”.", "zh": "“{title}”店里没有标价。"},
    "mended": {"en": "I took “{typed}” to mean {meant}.", "zh": "“{typed}”我按{meant}来找。"},
    "only_one": {"en": "There is only one on the screen.", "zh": "屏幕上只有一款。"},
    "only_few": {"en": "There are only {count} on the screen.", "zh": "屏幕上只有{count}款。"},
    "not_in_cart": {"en": "That is not in your cart.", "zh": "购物车里没有这一款。"},
    "compared": {"en": "They differ in {names}.", "zh": "它们的区别在于{names}。"},
    "alike": {"en": "The shop’s data shows no difference between them.", "zh": "从店里的资料看没有区别。"},
    "added": {"en": "“{title}” is in your cart.", "zh": "“{title}”已加入购物车。"},
    "removed": {"en": "“{title}” is out of your cart.", "zh": "“{title}”已从购物车移除。"},
    "unchanged": {"en": "Your cart is as it was.", "zh": "购物车没有变化。"},
    "cart": {"en": "Your cart holds {count} for {total} in all.", "zh": "购物车里有{count}件，共{total}。"},
    "cart_unpriced": {"en": "Your cart holds {count}.", "zh": "购物车里有{count}件。"},
    "cart_lines": {"en": "In it: {titles}.", "zh": "里面有：{titles}。"},
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
    "complaint": {
        "en": "I’m sorry about that. Tell me what you are looking for, and I will try again.",
        "zh": "很抱歉让您不满意。告诉我您想找什么，我再试一次。",
    },
    "fine": {"en": "Good. What else can I show you?", "zh": "好的，还想看点什么？"},
    "off_topic": {
        "en": "I only know this shop: its goods, your cart and its rules. What are you looking for?",
        "zh": "我只了解本店的商品、购物车和店铺规则。您想找点什么？",
    },
    "broken": {"en": "Something went wrong on our side; please try again.", "zh": "我们这边出了点问题，请再试一次。"},
}

ATTRIBUTES: Mapping[str, Phrase] = {
    "color": {"en": "colour", "zh": "颜色"},
    "material": {"en": "material", "zh": "材质"},
    "size": {"en": "size", "zh": "尺码"},
    "brand": {"en": "brand", "zh": "品牌"},
    "in_stock": {"en": "stock", "zh": "库存"},
    "category": {"en": "category", "zh": "分类"},
    "audience": {"en": "who it is for", "zh": "适用人群"},
    "price": {"en": "price", "zh": "价格"},
    "rating": {"en": "ratings", "zh": "评分"},
    "created": {"en": "when goods came in", "zh": "上架时间"},
    "dimensions": {"en": "dimensions", "zh": "尺寸"},
    "length": {"en": "length", "zh": "长度"},
    "width": {"en": "width", "zh": "宽度"},
    "height": {"en": "height", "zh": "高度"},
    "thickness": {"en": "thickness", "zh": "厚度"},
    "diameter": {"en": "diameter", "zh": "直径"},
    "shape": {"en": "shape", "zh": "形状"},
    "style": {"en": "style", "zh": "风格"},
    "design": {"en": "design", "zh": "款式"},
    "pattern": {"en": "pattern", "zh": "图案"},
    "model": {"en": "model", "zh": "型号"},
    "series": {"en": "series", "zh": "系列"},
    "origin": {"en": "origin", "zh": "产地"},
    "warranty": {"en": "warranty", "zh": "保修期"},
    "function": {"en": "functions", "zh": "功能"},
    "fill": {"en": "filling", "zh": "填充物"},
    "net_content": {"en": "net content", "zh": "净含量"},
    "age": {"en": "age", "zh": "适用年龄"},
    "closure": {"en": "closure", "zh": "闭合方式"},
    "lining_material": {"en": "lining", "zh": "里料"},
    "sole_material": {"en": "sole", "zh": "鞋底材质"},
    "flavor": {"en": "flavour", "zh": "口味"},
    "scent": {"en": "scent", "zh": "香味"},
    "skin": {"en": "skin type", "zh": "适用肤质"},
    "fit": {"en": "fit", "zh": "版型"},
    "sleeve": {"en": "sleeves", "zh": "袖长"},
    "ram": {"en": "memory", "zh": "内存"},
    "screen": {"en": "screen", "zh": "屏幕"},
    "processor": {"en": "processor", "zh": "处理器"},
    "operating_system": {"en": "operating system", "zh": "操作系统"},
    "battery_capacity": {"en": "battery", "zh": "电池容量"},
    "voltage": {"en": "voltage", "zh": "电压"},
    "pieces": {"en": "pieces", "zh": "件数"},
    "people": {"en": "people", "zh": "适用人数"},
    "pet": {"en": "pet", "zh": "适用宠物"},
    "ingredient": {"en": "ingredients", "zh": "成分"},
    "care": {"en": "care", "zh": "洗涤说明"},
    "compatibility": {"en": "fits", "zh": "适用机型"},
    "author": {"en": "author", "zh": "作者"},
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

# What is left of a wish when everything has what was ruled out.
EXCLUDED: Phrase = {
    "en": "I found {kind}, but what fits has what you ruled out: {wishes}.",
    "zh": "有{kind}，但都含有您排除的：{wishes}。",
}

STOCK: Mapping[str, Phrase] = {
    "in_stock": {"en": "{title} is in stock.", "zh": "{title}有货。"},
    "sold_out": {"en": "{title} is sold out.", "zh": "{title}已售罄。"},
}

CURRENCIES: Mapping[str, Phrase] = {
    "USD": {"en": "US dollars", "zh": "美元"},
    "CNY": {"en": "Chinese yuan", "zh": "人民币"},
    "EUR": {"en": "euros", "zh": "欧元"},
    "GBP": {"en": "British pounds", "zh": "英镑"},
    "JPY": {"en": "Japanese yen", "zh": "日元"},
    "HKD": {"en": "Hong Kong dollars", "zh": "港币"},
    "TWD": {"en": "New Taiwan dollars", "zh": "新台币"},
    "CAD": {"en": "Canadian dollars", "zh": "加元"},
    "AUD": {"en": "Australian dollars", "zh": "澳元"},
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
    "matches": {"en": "“{words}” in its {field}", "zh": "{field}里有“{words}”"},
    "popular": {"en": "bought by {count} shoppers", "zh": "{count}人买过"},
    "bought_after": {"en": "often bought with what you looked at", "zh": "常与您看过的一起购买"},
    "viewed_after": {"en": "others looked at this next", "zh": "看过的人也看了它"},
    "bought_together": {"en": "often chosen with “{title}”", "zh": "常与“{title}”一起选购"},
    "rising": {"en": "{count} shoppers were interested this week", "zh": "本周{count}人关注"},
    "new": {"en": "new in the shop", "zh": "新品"},
    "because": {"en": "because of “{title}”", "zh": "因为“{title}”"},
    "prefers": {"en": "you like {value}", "zh": "您喜欢{value}"},
    "rated": {"en": "{rating} stars from {count} reviews", "zh": "{rating}星，{count}条评价"},
}

# Where a word was found.
FIELDS: Mapping[str, Phrase] = {
    "title": {"en": "name", "zh": "名称"},
    "brand": {"en": "brand", "zh": "品牌"},
    "category": {"en": "category", "zh": "分类"},
    "attributes": {"en": "features", "zh": "规格"},
    "description": {"en": "description", "zh": "介绍"},
}

NOTES: Mapping[str, Phrase] = {
    "not_stated": {"en": "{name} not stated", "zh": "未注明{name}"},
    "relaxed": {"en": "not {value}", "zh": "不符合：{value}"},
    "price_max": {"en": "over your limit of {value}", "zh": "超出预算{value}"},
    "price_min": {"en": "below {value}", "zh": "低于{value}"},
    "price_unknown": {"en": "no price stated", "zh": "没有标价"},
    "rating": {"en": "below {value} stars", "zh": "低于{value}星"},
    "color": {"en": "not {value}", "zh": "不是{value}"},
    "material": {"en": "not {value}", "zh": "不是{value}"},
    "brand": {"en": "not {value}", "zh": "不是{value}"},
    "sold_out": {"en": "sold out", "zh": "售罄"},
    "near_price_max": {"en": "a little over your limit of {value}", "zh": "略超预算{value}"},
    "near_price_min": {"en": "a little below {value}", "zh": "略低于{value}"},
    "near": {"en": "near {value}", "zh": "接近{value}"},
    "near_family": {"en": "{to}, not exactly {value}", "zh": "{to}，不是{value}"},
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
    "any_color": {"en": "any colour", "zh": "颜色不限"},
    "any_brand": {"en": "any brand", "zh": "品牌不限"},
    "any_size": {"en": "any size", "zh": "尺码不限"},
    "any_material": {"en": "any material", "zh": "材质不限"},
    "any_rating": {"en": "any rating", "zh": "评分不限"},
    "stars": {"en": "{value} stars or more", "zh": "{value}星以上"},
    "add": {"en": "Add it to my cart", "zh": "加入购物车"},
    "size": {"en": "size {value}", "zh": "{value}码"},
    "up_to": {"en": "up to {price}", "zh": "{price}以内"},
    "from": {"en": "from {price}", "zh": "{price}以上"},
}


# A wish that nothing satisfies, as it stands in "Nothing here is ...".
LACKING: Mapping[str, Phrase] = {
    "price_max": {"en": "up to {value}", "zh": "{value}以内"},
    "price_min": {"en": "from {value}", "zh": "{value}以上"},
    "in_stock": {"en": "in stock", "zh": "有货"},
    "brand": {"en": "by {value}", "zh": "{value}品牌"},
    "size": {"en": "size {value}", "zh": "{value}码"},
    "rating": {"en": "rated {value} stars or more", "zh": "评分{value}以上"},
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


def all_excluded(kind: str, wishes: str, language: str) -> str:
    """That there are such goods, all with something that was ruled out."""
    return EXCLUDED[language].format(kind=kind, wishes=wishes)


def currency_name(code: str, language: str) -> str:
    """What shoppers call a currency; its code where we have no word for it."""
    return CURRENCIES[code][language] if code in CURRENCIES else code


def attribute_name(name: str, language: str) -> str:
    """What shoppers call an attribute; the shop's own name where we have no word for it."""
    return ATTRIBUTES[name][language] if name in ATTRIBUTES else name


def row_text(rows: Mapping[str, Sequence[str]], language: str) -> str:
    """Attributes with their values in one line: "colour: red, blue; size: 42."."""
    joint, colon, comma, stop = ("；", "：", "、", "。") if language == "zh" else ("; ", ": ", ", ", ".")
    named = (f"{attribute_name(name, language)}{colon}{comma.join(values)}" for name, values in rows.items())
    return joint.join(named) + stop

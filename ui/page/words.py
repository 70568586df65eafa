"""Words: what the page says of itself, in both languages. What the assistant says is in assistant/wording.py."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "placeholder": {"en": "What are you looking for?", "zh": "想找点什么？"},
    "hello": {"en": "Welcome to {shop}", "zh": "欢迎光临{shop}"},
    "invite": {
        "en": "Say what you need in your own words; a price or a colour helps. I know all {count} products here.",
        "zh": "用您自己的话说说想找什么，可以带上价格或颜色。店里的{count}件商品我都熟悉。",
    },
    "invite_empty": {
        "en": "This shop has no goods yet. They appear here as soon as `aisle import` has brought them in.",
        "zh": "店里还没有商品。用 aisle import 导入后会立即出现在这里。",
    },
    "try": {"en": "For example", "zh": "比如"},
    "send": {"en": "Send", "zh": "发送"},
    "suggestions": {"en": "Suggestions", "zh": "搜索建议"},
    "stop": {"en": "Stop", "zh": "停止"},
    "stopped": {"en": "Stopped.", "zh": "已停止。"},
    "new": {"en": "New chat", "zh": "新对话"},
    "earlier": {"en": "Earlier chats", "zh": "历史对话"},
    "no_earlier": {"en": "Your chats will be listed here.", "zh": "您的对话会列在这里。"},
    "forget": {"en": "Delete this chat", "zh": "删除这段对话"},
    "current": {"en": "open now", "zh": "当前"},
    "cart": {"en": "Cart", "zh": "购物车"},
    "cart_count": {"en": "Cart, {count} in it", "zh": "购物车，{count}件"},
    "empty": {
        "en": "Your cart is empty. What you add from the chat waits here.",
        "zh": "购物车是空的，您加购的商品会放在这里。",
    },
    "total": {"en": "Total", "zh": "合计"},
    "unpriced": {"en": "Goods without a price are not in the total.", "zh": "未标价的商品没有计入合计。"},
    "add": {"en": "Add to cart", "zh": "加入购物车"},
    "added": {"en": "In your cart", "zh": "已加入购物车"},
    "changed": {"en": "Your cart has changed", "zh": "购物车已更新"},
    "removed": {"en": "Taken out of your cart", "zh": "已从购物车移除"},
    "undo": {"en": "Undo", "zh": "撤销"},
    "remove": {"en": "Remove", "zh": "移除"},
    "more_of": {"en": "One more", "zh": "加一件"},
    "less_of": {"en": "One less", "zh": "减一件"},
    "no_price": {"en": "Price not stated", "zh": "未标价"},
    "in_stock": {"en": "In stock", "zh": "有货"},
    "sold_out": {"en": "Sold out", "zh": "售罄"},
    "stars": {"en": "{rating} of 5 stars, {count} reviews", "zh": "{rating}星，{count}条评价"},
    "choose": {"en": "Choose", "zh": "选择规格"},
    "size": {"en": "size {value}", "zh": "{value}码"},
    "broken": {"en": "Something went wrong on our side; please try again.", "zh": "我们这边出了点问题，请再试一次。"},
    "lost": {"en": "No connection", "zh": "连接中断"},
    "again": {
        "en": "The shop can’t be reached right now. The page goes on by itself as soon as it can.",
        "zh": "暂时连不上店铺，恢复后页面会自动继续。",
    },
    "details": {"en": "Details of {title}", "zh": "{title}的详情"},
    "shop_page": {"en": "See it in the shop", "zh": "在店里查看"},
    "goes_with": {"en": "Often chosen with it", "zh": "常一起选购"},
    "similar": {"en": "Similar", "zh": "相似商品"},
    "completes": {"en": "Goes with your cart", "zh": "搭配购物车"},
    "reviews": {"en": "What buyers say", "zh": "买家评价"},
    "assistant": {"en": "Assistant", "zh": "助手"},
    "you": {"en": "You", "zh": "您"},
    "chat": {"en": "Chat", "zh": "对话"},
    "products": {"en": "Products", "zh": "商品"},
    "next": {"en": "What you can say next", "zh": "接下来可以说"},
    "lift": {"en": "Take back: {name}", "zh": "取消：{name}"},
    "close": {"en": "Close", "zh": "关闭"},
    "good": {"en": "Good answer", "zh": "回答得好"},
    "bad": {"en": "Bad answer", "zh": "回答得不好"},
    "why_bad": {"en": "What was wrong?", "zh": "哪里不好？"},
    "thanks": {"en": "Thank you, noted.", "zh": "谢谢，已记下。"},
    "too_fast": {"en": "That was quick! Please wait {seconds} seconds.", "zh": "稍等一下，请{seconds}秒后再试。"},
    "kept": {
        "en": "This shop keeps the chat to answer you. You can delete it under “Earlier chats”.",
        "zh": "本店保存这段对话以便为您服务，可在“历史对话”中删除。",
    },
    "nothing_there": {"en": "This product is no longer in the shop.", "zh": "这件商品已经下架。"},
}

# Why an answer was bad, as one touch.
REASONS: Mapping[str, Mapping[str, str]] = {
    "off": {"en": "Not what I asked for", "zh": "不是我要的"},
    "wrong": {"en": "Something is not true", "zh": "信息有误"},
    "few": {"en": "Too few to choose from", "zh": "选择太少"},
    "dear": {"en": "Too expensive", "zh": "太贵了"},
}


def word(name: str, language: str, /, **parts: str) -> str:
    """An interface word with its parts filled in."""
    return WORDS[name][language].format(**parts)

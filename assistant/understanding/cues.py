"""Cues: the phrases by which shoppers say what they want done, in both languages, as tables."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Intent -> pattern. Several can stand in one utterance; their order here is the order in which they are acted on.
INTENTS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "reset": r"\b(?:start (?:over|again|new)|new search|reset|forget (?:that|everything|it all))\b|重新开始|重新来|重来|清空(?:对话|条件)|换个话题",
        "human": r"\b(?:human|real person|live agent|representative|speak (?:to|with) (?:someone|a person|an agent)|customer service)\b"
        r"|人工|真人|客服|转接",
        "complaint": r"\b(?:complain\w*|broken|damaged|defective|terrible service|faulty|ripped off)\b|投诉|坏了|破损|质量太差|骗人|垃圾",
        "order_status": r"\b(?:where(?:'s| is) my (?:order|package|parcel)|track\w* (?:my )?(?:order|package|parcel)|order status)\b"
        r"|我的订单|订单状态|物流|快递(?:到哪|单号)|什么时候(?:发货|到货|送到)",
        "policy": r"\b(?:shipping|delivery|deliver|ship to|return policy|returns?|refunds?|exchange|warranty|guarantee|payment|pay (?:with|by)"
        r"|privacy|personal data|invoice)\b|运费|配送|发货|包邮|送货|退货|退款|退换|换货|保修|质保|支付|付款|隐私|发票|售后",
        "compare": r"\b(?:compare|comparison|differences? between|versus|vs\.?|which (?:one )?is better)\b|比较|对比|区别|哪个(?:更)?好|哪款好",
        "cart_view": r"\b(?:(?:show|view|see|open|check|what'?s in) (?:me )?(?:my |the )?(?:cart|basket|bag)|my cart)\b|(?:看看|查看|打开|我的)购物车",
        "cart_remove": r"\b(?:remove|delete|take) .{0,40}?\b(?:from (?:my |the )?(?:cart|basket|bag)|out)\b|\bempty (?:my |the )?cart\b"
        r"|(?:从购物车)?(?:删掉|删除|移除|去掉)|清空购物车",
        "cart_add": r"\b(?:add .{0,40}?(?:cart|basket|bag)|(?:i'?ll|i will|let me) (?:take|have|buy|get)|buy (?:it|this|that|the)|order (?:it|this|that|the)"
        r"|add (?:it|this|that|the))\b|加入购物车|加到购物车|放进购物车|加购|就要|就买|我要买?(?:第|这|那)|买(?:第|这|那|它)|下单",
        "more": r"\b(?:(?:show|see|any|what) (?:me )?(?:more|others?|else)|more (?:options|like)|next page|something else)\b|^more$"
        r"|还有(?:吗|别的|其他)|更多|换一批|别的呢|下一页|再(?:来|看)(?:一些|几)",
        "details": r"\b(?:tell me more|more about|details?|describe|specs?|specifications|what sizes|what colou?rs|does it|is it|has it|reviews? of)\b"
        r"|详细|详情|参数|介绍一下|怎么样|有哪些(?:颜色|尺码|尺寸)|什么材质",
        "recommend": r"\b(?:recommend|suggest|surprise me|what'?s (?:popular|new|good)|best ?sellers?|gift ideas?|for me)\b"
        r"|推荐|有什么好|热销|热门|随便看看|送什么",
        "thanks": r"\b(?:thanks?|thank you|thx|cheers|great help)\b|谢谢|多谢|感谢|谢啦",
        "goodbye": r"\b(?:bye|goodbye|see you|that'?s all)\b|再见|拜拜|没事了",
        "greet": r"^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening))\b|^\W*(?:你好|您好|嗨|哈喽|在吗|早上好|晚上好)",
        "help": r"^\W*help\b|\b(?:what can you do|how does this work|who are you)\b|你(?:能|会)做什么|怎么用|你是谁|帮助",
    }.items()
}

SORTS = {
    "price_asc": r"\b(?:cheapest|lowest[- ]priced?|least expensive|most affordable)\b|最便宜|价格最低|最实惠",
    "price_desc": r"\b(?:most expensive|priciest|highest[- ]priced?)\b|最贵|价格最高",
    "rating": r"\b(?:best|top|highest)[- ](?:rated|reviewed|rating)\b|评分最高|评价最好|口碑最好|好评最多",
    "newest": r"\b(?:newest|latest|new arrivals?|most recent)\b|最新|新品",
    "popular": r"\b(?:most popular|best[- ]?sell(?:ing|ers?))\b|最受欢迎|最热门|销量最高|畅销|爆款",
}
SORTS_IN = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in SORTS.items()}

IN_STOCK = re.compile(r"\b(?:in stock|available now|available today|ready to ship)\b|有货|现货", re.IGNORECASE)
CHEAPER = re.compile(
    r"\b(?:cheaper|less expensive|lower price|too expensive|too pricey)\b|便宜(?:一)?点|更便宜|太贵|贵了", re.IGNORECASE
)

# What lifts a wish that was made before: attribute -> pattern.
LIFTED = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "price": r"\b(?:any price|no (?:price )?limit|price (?:does ?n.t|doesnt) matter|without (?:the |a )?(?:price limit|budget))\b"
        r"|价格(?:不限|无所谓|随意)|不限(?:价格|预算)|多少钱都行",
        "color": r"\b(?:any colou?r|colou?r (?:does ?n.t|doesnt) matter)\b|颜色(?:不限|无所谓|随意|都行)|什么颜色都(?:行|可以)",
        "brand": r"\b(?:any brand|brand (?:does ?n.t|doesnt) matter)\b|(?:品牌|牌子)(?:不限|无所谓|都行)|什么牌子都(?:行|可以)",
        "size": r"\b(?:any size)\b|尺码(?:不限|无所谓)",
        "material": r"\b(?:any material)\b|材质(?:不限|无所谓)",
        "in_stock": r"\b(?:out of stock is fine|including sold out)\b|没货也(?:行|可以)",
    }.items()
}

NEGATION = re.compile(
    r"\b(?:no|not|without|except(?: for)?|other than|but not|nothing|avoid|hate|(?:do ?n.t|dont) (?:want|like)|anything but)\b"
    r"(?:\s+(?:anything|something|any|the|in|from|of|made|too|a|an|with|by)\b)*\s*"
    r"|(?:不要|别要|不想要|不喜欢|除了|不含|不带|讨厌|非|别|不是)",
    re.IGNORECASE,
)
# After a negation these speak of something else than the goods.
NOT_GOODS = re.compile(
    r"(?:expensive|bad|sure|only|just|really|sure|more|over|under|less|problem|thanks?|worries|much|pricey|today|idea|yet|limit|matter"
    r"|太|超过|多|贵|是|了|客气|用|错|知道|好意思|常|限)",
    re.IGNORECASE,
)

FILLER = re.compile(
    r"\b(?:hi|hello|hey|please|thanks?|thank you|i'?m|i am|i'?d|i would|we|you|looking for|look for|search(?:ing)? for|want|need|like"
    r"|to buy|buy|show|find|get|give|do you have|have you got|have|can|could|recommend|suggest|some|any|a|an|the|me|my|is|are|there|that"
    r"|something|anything|ones?|of|by|made|from|it|this|these|those|i|what|which|about|would|be|ok|okay|yes|and|but|only|just|in|with|for|on|good|nice|great"
    r"|best|looking|prefer(?:ably)?|really|very|so|price|budget|dollars?)\b"
    r"|我想买|我想要|我要买|我要|想买|想要|想找|我想|帮我找|帮我|给我|推荐一下|推荐|有没有|有什么|请问|麻烦|一下|一款|一个|一双|一件|一条|一台"
    r"|一些|几款|几个|看看|适合|送给|价格|预算|左右|最好是|最好|你们|你好|您好|好的|可以|什么|这种|那种|的话|[我你吗呢吧啊呀的了请找买要有送给款]",
    re.IGNORECASE,
)

ORDINALS = {
    **{
        word: place
        for place, words in enumerate(
            ("first 1st one", "second 2nd two", "third 3rd three", "fourth 4th four", "fifth 5th five"), 1
        )
        for word in words.split()
    },
    **{character: place for place, character in enumerate("一二三四五", 1)},
    "last": -1,
}
POSITION = re.compile(
    r"\b(?:the )?(first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)\b(?! (?:time|name|aid|hand))|(?:#|\b(?:number|no\.?|option) ?)([1-5])\b"
    r"|第([一二三四五1-5])(?:个|款|件|双|条|台|种|项)?|最后(?:一)?[个款件双条台]",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:it|this one|that one|this|that)\b|它|这个|那个|这款|那款|这件|这双", re.IGNORECASE)
POINTED = re.compile(
    r"\bthe ([a-z][a-z ]{1,30}?) (?:one|version)\b|([\u4e00-\u9fff]{1,6}?)(?:的)?那[个款件双条台]", re.IGNORECASE
)

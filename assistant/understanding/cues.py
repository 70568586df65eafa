"""Cues: the phrases by which shoppers say what they want done, in both languages, as tables."""

from __future__ import annotations

import re
from collections.abc import Mapping

_COUNT = r"(?:\d{1,2}|one|two|three|four|five)"
_THING = r"(?:it|this|that|these|those|them|the (?:\w+ ){0,2}(?:ones?|items?)|the (?:first|second|third|fourth|fifth|last)|#?\d|all|everything)"
_NO_QUESTION = r"(?<!which )(?<!is )(?<!are )(?<!does )(?<!do )(?<!can )(?<!any )(?<!only )"  # "which one of these is lighter?"
_MEASURE = "[个件双条台款瓶盒套份张]"

# Intent -> pattern. Several can stand in one utterance; their order here is the order in which they are acted on.
INTENTS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "reset": r"\b(?:start (?:over|again|new)|new search|reset|forget (?:that|everything|it all))\b|重新开始|重新来|重来|清空(?:对话|条件)|换个话题",
        "human": r"\b(?:human|real person|live agent|representative|(?:speak|talk) (?:to|with) (?:someone|a person|an agent)|customer service)\b"
        r"|人工|真人|客服|转接",
        "complaint": r"\b(?:complain\w*|damaged|defective|terrible|faulty|ripped off|rip-?off|scam|awful|horrible|crap|shit\w*|stupid|idiot\w*"
        r"|useless|sucks?|dumb|rubbish|bullshit|wtf|hate (?:you|this)|(?:arrived|came|is) broken)\b"
        r"|投诉|坏了|破损|质量太差|骗人|骗子|垃圾(?!桶|袋|箱|筐|处理|分类)|废物|智障|傻[逼瓜子]?|蠢|滚蛋|差劲|什么玩意",
        "order_status": r"\b(?:where(?:'s| is) my (?:order|package|parcel|stuff)|track\w* (?:my |an )?(?:order|package|parcel)|order status)\b"
        r"|我的订单|订单状态|物流|快递(?:到哪|单号)|什么时候(?:发货|到货|送到)",
        "policy": r"\b(?:shipping|delivery|deliver(?:ed|s)?|ship (?:to|it)|return policy|returns?\b(?! to)|refund\w*|exchange|warrant\w+|guarantee\w*"
        r"|payments?|pay (?:with|by|for|in)|instal?lments?|privacy|personal data|invoice|promo(?:tional)? codes?|coupons?|discount codes?"
        r"|gift[- ]?wrap\w*|cancel (?:my |the |an )?order|customer support|contact (?:you|us)|phone number|(?:opening|business) hours|(?:when|what time) (?:do|are) you (?:open|close)\w*|physical store"
        r"|(?:a|any|your) stores? in|where are you (?:located|based)|pick ?up in store|authentic)\b"
        r"|运费|配送|发货|包邮|送货|退货|退款|退换|换货|[能可]以?退|保修|质保|支付|付款|隐私|发票|售后|是正品|正品吗|保真|赠品|优惠券|优惠码"
        r"|门店|实体店|什么快递|分期|[送寄发]到.{1,6}吗|营业时间|几点(?:开门|关门|开店|上班|下班|营业)|取消订单|礼品包装|联系(?:方式|你们|电话)|几天(?:能)?到|多久(?:能)?到",
        "compare": r"\b(?:compare|comparison|differences? between|what(?:'s| is) the difference|versus|vs\.?|which (?:one )?is better"
        r"|which (?:one )?of (?:these|them|those))\b|(?:这|那)(?:几|些).{0,3}(?:里|中)?哪"
        r"|比较(?=一下|[前第这]|$)|对比|区别|哪个(?:更)?好|哪款(?:更)?好|哪个更",
        "cart_view": r"\b(?:(?:show|view|see|open|check|what'?s in|what is in|look at|go to) (?:me )?(?:my |the )?(?:shopping )?(?:cart|basket|bag)"
        r"|check ?out|what(?:'s| is) the total|how much (?:is it |do i owe )?in total|total price)\b"
        r"|^\W*(?:my |the )?(?:shopping )?(?:cart|basket)\W*$"
        r"|(?:看看|查看|打开|我的|看下|看一下)购物车|^\W*购物车(?:里)?(?:有什么|有啥|有多少|里面)?\W*$|购物车里(?:有|都)|结算|结账|一共多少钱|总共多少",
        "cart_remove": rf"\b(?:remove|delete|take) .{{0,40}}?\b(?:from (?:my |the )?(?:cart|basket|bag)|out)\b|\b(?:remove|delete|take off) {_THING}"
        rf"|\b(?:remove|delete) {_COUNT}\b|\b(?:empty|clear) (?:my |the )?(?:cart|basket)\b|^\W*undo\b|\bdo ?n.?t want (?:it|that|this) any ?more\b"
        r"|删掉|删除|移除|去掉|拿掉|拿出[来去]|取出来|清空购物车|撤销|撤回|不要了",
        "cart_add": rf"\b(?:(?:add|put) .{{0,40}}?(?:cart|basket|bag)|(?:i'?ll|i will|let me|i want to|i'?d like to) (?:take|have|buy|get|order) {_THING}"
        rf"|(?:buy|order|add|take) {_THING}(?! (?:out|off|from))"
        rf"|{_NO_QUESTION}{_COUNT} (?:more )?of (?:these|those|them|this|that|it|the)|(?:add|want|take) {_COUNT} more)\b"
        rf"|\b(?:another one|(?:one|two|three|\d) more)\b(?=\s*(?:please)?\W*$)|^\W*(?:i'?ll )?take {_THING}\W*$"
        r"|[加放][^，。；,.!?]{0,12}?[到入进]购物车|放购物车|加购|就要[第这那它]|就买|就[第这那][一二三]?[个款件]吧|我要买?(?:第|这|那)|要第|买(?:第|这|那|它)|下单|拍下"
        rf"|[再多](?:来|要|加|买|拿)[一两二三四五六七八九十\d]{_MEASURE}|^(?:来|要|买|拿)[一两二三四五六七八九十\d]{_MEASURE}(?:吧)?\W*$",
        "more": r"\b(?:(?:show|see|any|what|load) (?:me )?(?:some )?(?:more|others?|else)(?! than)|more (?:options|like|results|choices)|next page"
        r"|something else|other (?:options|ones))\b"
        r"|^\W*more\W*$|还有(?:吗|别的|其他|没有|什么)|更多|换一批|换一换|别的呢|其他的呢|下一页|再(?:来|看)(?:一些|几|点)",
        "details": rf"\b(?:tell me (?:more|about)|more about|more details?|details?|describe|specs?|specifications|what sizes|what colou?rs"
        r"|does (?:it|this|that|the)|is (?:it|this|that|the (?:\w+ )?one)|has it|can (?:it|this|that|i use it)|will it|are (?:they|these|those)"
        r"|what(?:'s| is| are) (?:it|this|that|they|these) made|what(?:'s| is) the (?:material|size|price|colou?r|weight|brand)|made of what"
        r"|how (?:big|heavy|long|tall|large|wide|much is (?:it|this|that|the))|reviews? (?:of|for)|what do (?:people|others) (?:say|think)"
        rf"|which \w+ does it|how much (?:does|do) (?:it|they|{_THING}))\b"
        r"|详细|详情|参数|介绍一下|怎么样|好用吗|好不好|有哪些(?:颜色|尺码|尺寸)|什么(?:材质|颜色|材料|面料|尺寸|牌子)|什么做的|多大|多重|多高|多宽|多长"
        r"|多少钱|什么价|价格是|质量(?:好|怎)|说说",
        "recommend": r"\b(?:recommend|suggest|surprise me|what'?s (?:popular|new|good|hot)|best ?sellers?|gift ideas?|for me"
        r"|(?:something|anything) (?:interesting|good|nice|cool|fun)|what (?:do|can) you (?:sell|have|offer)|what else do you)\b"
        r"|推荐|有什么好|热销|热门|随便看看|送什么|你们(?:这)?(?:有|卖)(?:什么|啥)|有(?:什么|啥)(?:卖|东西)",
        "thanks": r"\b(?:thanks?|thank you|thx|cheers|great help)\b|谢谢|多谢|感谢|谢啦",
        "goodbye": r"\b(?:bye|goodbye|see you|that'?s all)\b|再见|拜拜|没事了",
        "greet": r"^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening))\b|^\W*(?:你好|您好|嗨|哈喽|在吗|早上好|下午好|晚上好)",
        "help": r"^\W*help\b|\b(?:what can you do|how does this work|who are you)\b|你(?:能|会)(?:做|干)(?:什么|啥)|怎么用你|你是谁|^\W*帮助",
        "off_topic": r"\bweather (?:today|tomorrow|forecast|like|in)\b|\bwhat(?:'?s| is) the (?:weather|time|date|news)\b|\bwhat (?:time|day) is it\b"
        r"|\b(?:write|tell|sing|read)(?: me)? (?:a|an|some) (?:\w+ )?(?:poem|joke|story|song|essay|riddle|code|program)\b|\bwho (?:made|created|built) you\b"
        r"|\bare you (?:human|real|single|married|chatgpt|an? (?:bot|robot|human|person|ai))\b|\bhow (?:are|old are) you\b|\byour name\b|\bi love you\b"
        r"|\bmeaning of life\b|\bwho is the (?:president|king|queen|ceo)\b|\bcapital of\b|\bmy homework\b|\btranslate\b|\bstock market\b"
        r"|天气(?:怎么样|如何|预报|好|热|冷)|今天.{0,3}天气|写(?:一)?(?:首|篇|段).{0,4}(?:诗|作文|文章|代码)|讲(?:个|一个)?(?:笑话|故事)|作业|股票|新闻|几点了"
        r"|你(?:叫什么|多大了|是机器人|是真人|爱我|吃了吗)|翻译(?:一下|成)|唱(?:首|一首)?歌|谁(?:发明|造|做)了你",
        "fine": r"^\W*(?:ok(?:ay)?|k|cool|nice|great|lol|haha\w*|hmm*|good|perfect|sure|yes|yeah|yep|no|nope|fine|alright|wow|got it|i see)\W*$"
        r"|^\W*(?:好的?(?:呀|吧|啊)?|嗯+|哦+|噢|行(?:吧)?|可以|哈+|不错|收到|知道了|明白了?|是的?|对|没有|不用了?|算了)\W*$",
    }.items()
}

# Asks about all the cards on the screen, not about two.
AMONG = re.compile(r"\bof (?:these|them|those)\b|(?:这|那)(?:几|些)", re.IGNORECASE)

# How the answers shall be ordered. "Cheap" asks for the low end of what fits, as "cheapest" does.
SORTS = {
    "price_asc": r"\b(?:cheapest|lowest[- ]priced?|least expensive|most affordable|cheap|inexpensive|affordable|low[- ]cost|budget[- ]friendly)\b"
    r"|最便宜|价格最低|最实惠|便宜(?!一?点|些)|平价|实惠",
    "price_desc": r"\b(?:most expensive|priciest|highest[- ]priced?)\b|最贵|价格最高",
    "rating": r"\b(?:best|top|highest)[- ](?:rated|reviewed|rating)\b|评分最高|评价最好|口碑最好|好评最多|评分高",
    "newest": r"\b(?:newest|latest|new arrivals?|most recent)\b|最新(?:的|款|上)?|新品",
    "popular": r"\b(?:most popular|best[- ]?sell(?:ing|ers?))\b|最受欢迎|最热门|销量最高|卖得最好|畅销|爆款",
}
SORTS_IN = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in SORTS.items()}

IN_STOCK = re.compile(
    r"(?<!not )\b(?:in[- ]stock|available to (?:order|buy)(?: now)?|can (?:be )?ship(?:ped)?(?: right away| now| today)|(?:currently |still )?available(?: now| today)?(?= *(?:$|[,.;!?]| and | only| in | for | from | with | under | over ))"
    r"|available (?:now|today)|ready to ship|(?:that |which )?(?:i|we) can (?:buy|get|order)(?: right)? now)(?: only)?\b|\b(?:not|isn.?t|aren.?t|nothing)(?: that is| that.s)? (?:sold out|out of stock|on back-?order)\b"
    r"|(?:没有?|不要?)(?:卖完|售罄|缺货|断货)的?|(?:现在|马上|立刻)?能(?:现在|马上|立刻|直接)?(?:买到|下单|发货)的?|(?<!没)(?:只看|只要)?(?:有货|现货|有库存|库存充足)(?:的|吗)?",
    re.IGNORECASE,
)
CHEAPER = re.compile(
    r"\b(?:(?:something |anything )?(?:cheaper|less expensive|more affordable|lower[- ]priced?)|lower price|too expensive|too pricey|too much money)\b"
    r"|(?:再|稍微?)?便宜(?:一)?(?:点|些)(?:的|儿)?|更便宜|太贵|贵了|有没有便宜",
    re.IGNORECASE,
)
DEARER = re.compile(
    r"\b(?:more expensive|pricier|higher[- ]end|more premium)\b|贵(?:一)?点|更贵|更高档|高档(?:一)?点", re.IGNORECASE
)
# What is said now takes the place of what was said before, or adds to it, whatever the words may be.
REPLACES = re.compile(r"\binstead\b|\bwhat about\b|\bhow about\b|换成|改成|换个", re.IGNORECASE)
REFINES = re.compile(
    r"^\W*(?:with|in|and|but|only|just|also|actually|preferably|must|should|make (?:it|that)|it (?:should|must)|ideally|for)\b|\bonly\W*$"
    r"|^\W*(?:要|带|最好|而且|但|还要|只要)|的\W*$|(?:也行|也可以)\W*$",
    re.IGNORECASE,
)
# A new wish, however few its words are.
BEGINS = re.compile(
    r"\b(?:some|any)thing (?:for|to|that)\b|\b(?:gifts?|presents?) for\b|送.{1,6}的?礼物|礼物|送什么", re.IGNORECASE
)
WIDENS = re.compile(
    r"也(?:行|可以|好)|\b(?:is|are|would be|works?) (?:also )?(?:ok|okay|fine)(?: too)?\b|\bworks? too\b|\bor also\b",
    re.IGNORECASE,
)

NEGATION = re.compile(
    r"\b(?:(?:absolutely|definitely|as long as (?:it|they).?(?:s|re| is| are)?) )?(?:no|not|non|without|except(?: for)?|other than|but not|nothing|avoid|skip|minus|leave out|leaving out|hate|excluding|(?:do ?n.?t) (?:want|like|need|show(?: me)?|give me|recommend)|ca ?n.?t stand|(?:anything|any \w+|all) but)\b"
    r"(?:\s+(?:anything|something|any|the|in|from|of|made|too|a|an|with|by)\b)*[\s-]*"
    r"|(?:(?:不要|别)(?:再)?(?:给我|推荐)(?:看|推荐)?|不要|别要|不想要|不喜欢|只要不是|除了|不考虑|不接受|不看|不含|不带|讨厌|拒绝|避开|非|(?:千万)?别是|别|不是|排除)",
    re.IGNORECASE,
)
# What stands before these is not wanted: 红色的不考虑.
REFUSED = re.compile(
    r"(?:的)?(?:都|就|一律)?(?:不考虑|不接受|(?:别推荐|不要推荐|别给我)(?=\s*(?:$|[,.;!?，。；！？]))|除外|不行|免谈|就算了|算了|不要(?![\u4e00-\u9fff]))|\s+(?:is|are) (?:a no[- ]go|out(?: of the question)?|not an option|a no[- ]go)\b",
    re.IGNORECASE,
)
# After a negation these speak of something else than the goods.
NOT_GOODS = re.compile(
    r"(?:expensive|bad|sure|only|just|really|more|over|under|less|problem|thanks?|worries|much|pricey|today|idea|yet|limit|matter|know|see|it\b|that\b|this\b"
    r"|need\b|one\b|longer|in stock|available|working|helpful|nice|good|what"
    r"|太|超过|多|贵|是|了|客气|用|错|知道|好意思|常|限|高于|大于|低于|少于|管|得|想|行|好|懂|会|能|到)",
    re.IGNORECASE,
)
# "Leather-free" says what a thing is without; "sugar-free" is a property of its own and in the lexicon.
FREE_OF = re.compile(r"\b([a-z]+)[- ]free\b", re.IGNORECASE)
ALSO = re.compile(
    r"\s*(?:,|/|、|\band\b|\bor\b(?: maybe| perhaps)?|\bnor\b|和|或者?|与|跟|以及)\s*(?:no |not |不要|也不要)?\s*",
    re.IGNORECASE,
)

FILLER = re.compile(
    r"(?<!\w-)\b(?:i take|i.m after|in the market for|price cap(?: of)?|at least|at most|hi|hello|hey|please|pls|plz|thanks?|thank you|i'?m|i am|i'?d|i'?ve|i'?ll|i would|we|you|u|your|looking for|look for|search(?:ing)? for|want|need"
    r"|like|loves?|likes|to buy|buy|show|find|get|give|do you have|have you got|have|has|hav|got|can|could|recommend|suggest|some|any|a|an|the|me|my|our|us"
    r"|is|are|was|there|that|something|anything|everything|ones?|of|by|made|manufactured|from|it|its|this|these|those|i|what|what's|which|about|would|be|ok|okay|yes"
    r"|and|or|but|only|just|also|too|in|with|for|on|at|to|as|if|so|good|nice|great|actually|instead|rather|maybe|perhaps|preferably|ideally|else|please"
    r"|then|than|either|hunt|who|whom|whose|how|do|does|did|will|should|must|might|may|his|her|their|them|they|he|she|him|know|don.?t|doesn.?t|isn.?t|think|see"
    r"|go|interested|looking|look|help|thing|things|stuff|kinds?|sort|types?|bit|wanna|gonna|gimme|lemme|best|prefer(?:ably)?|really|very|quite"
    r"|price|priced|budget|dollars?|bucks?|colou?rs?|sizes?|brand|day's|use|using|going|make|makes?|spend|cost|costs|costing|currently|wear|wearing|needs|capped at|all of|each|apiece|change|another|more|less|most|bigger|larger|smaller|limit|sells?|come|comes|keep|pairs?|year[- ]olds?|years? old)\b(?!-\w)"  # "make-up" is no filler
    r"|打算买?|想入手|入手|^求|帮忙找一下|帮忙|能不能介绍|介绍|店里卖不卖|店里|搜一下|搜搜|价格区间|目前|仅限|平时|我是|需要|认准|指定|只[看买要]|就行|我想买|我想要|我要买|我要|想买|想要|想找|我想|想看|想(?=[给送为买])|我在找|在找|帮我找|帮我|给我|推荐[一]?下|推荐|有没有|有什么|有吗|请问|麻烦|一下|一款|一个|一双|一件|一条|一台|来点|来个"
    r"|一些|几款|几个|看看|适合|送给|价格|预算|左右|最好是|最好|你们|你好|您好|好的|也可以|也行|可以|什么|这种|那种|这款|那款|的话|喜欢|用的|随便|能不能|可不可以"
    r"|都[行可]以?|我?穿|介于|都|买[件双条个台款]|来[件双条台款]|^是不?是?|要不|或者是?|或是|还是|改成|换成|换个|尺码|颜色|(?:品牌|牌子)(?:要|是)?|怎么|那个|这个|有(?![机线氧色盖])|给(?!力)|[我你您吗呢吧啊呀呗的了请找买要送]",
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
    "两": 2,
    "last": -1,
}
POSITION = re.compile(
    r"\b(?:the )?(first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)\b(?! (?:time|name|aid|hand|two|three|four|few))"
    r"|(?:#|\b(?:number|no\.?|option) ?)([1-5])\b|^\W*([1-5])\W*$"
    r"|第([一二三四五1-5])(?:个|款|件|双|条|台|种|项)?|最后(?:一)?[个款件双条台]",
    re.IGNORECASE,
)
# "Compare 1 and 3": bare numbers, where something is to be done with cards.
PAIR = re.compile(
    r"(?<![\w.])([1-5])\s*(?:,|&|/|、|\band\b|\bwith\b|\bto\b|\bvs\.?|和|与|跟|及)\s*([1-5])(?![\w.])", re.IGNORECASE
)
FIRST_FEW = re.compile(
    r"\b(?:the )?first (two|three|four|five)\b|\b(both|these two|the two|all three)\b|前([两二三四五])(?:个|款|件)?|(这两)[个款件]|两[个款]都",
    re.IGNORECASE,
)
EXTREME = re.compile(
    r"\bthe (cheapest|cheaper|most expensive|priciest)(?: one)?\b|(最便宜|便宜|最贵|贵)的?(?:那|这)[个款件]", re.IGNORECASE
)
PRONOUN = re.compile(
    r"\b(?:it|this one|that one|this|that|them|these|those)\b|它|这个|那个|这款|那款|这件|这双|那件|那双", re.IGNORECASE
)
POINTED = re.compile(
    r"\bthe ([a-z][a-z ]{1,30}?) (?:one|version)\b|([\u4e00-\u9fff]{1,6}?)(?:的)?那[个款件双条台]|那[个款件双条台]([\u4e00-\u9fff]{1,6})的",
    re.IGNORECASE,
)
# A question about the thing that was talked about: 防水吗, 是真皮吗. 有红色的吗 asks for goods.
ASKS = re.compile(
    r"^[^有]{1,12}吗\W*$|有(?:现)?货[吗么]|有没有(?:现)?货|^(?:is|are|does|can|will|has)(?! (?:there|you|i|we)\b) \w.*\?$",
    re.IGNORECASE,
)

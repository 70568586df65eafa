"""Claims: the phrases by which a sentence claims a price, a discount, stock, a rating or a delivery, in both languages, as tables."""

from __future__ import annotations

import re

NUMBER = r"\d[\d,]*(?:\.\d+)?"
_SIGN = r"us\$|hk\$|nt\$|[$€£¥₩₹]|\b(?:usd|eur|gbp|cny|rmb|hkd|twd|jpy|krw|inr)\s?"
_WORD = (
    r"dollars?\b|bucks\b|euros?\b|pounds\b|quid\b|yuan\b|cents?\b|港元|日元|韩元|台币|元|块|刀|美元|美金|欧元|英镑|人民币"
    r"|(?:usd|eur|gbp|cny|rmb|hkd|twd|jpy|krw|inr)\b|[$€£¥₩₹]"
)
AMOUNT = re.compile(rf"(?P<sign>{_SIGN})\s?(?P<after>{NUMBER})|(?P<before>{NUMBER})\s?(?P<word>{_WORD})")
BARE = re.compile(
    rf"(?:\b(?:costs?|costing|priced?(?: is| at)?|price of|(?:for|is|at) (?:just|only)|sells? (?:at|for)|worth)"
    rf"|售价|价格(?:是|为)?|只要|只需|仅需|仅售|原价|现价)\s*[:：]?\s*(?:about|around|only|just|约|大约)?\s*({NUMBER})"
    r"|(?<![\d.])(\d[\d,]*\.\d\d)(?![\d.%])"
)
# Currency -> how its amounts are written.
SIGNS = {
    "USD": ("$", "us$", "usd", "dollar", "buck", "cent", "美元", "美金", "刀"),
    "EUR": ("€", "eur", "euro", "cent", "欧元"),
    "GBP": ("£", "gbp", "pound", "quid", "英镑"),
    "CNY": ("¥", "cny", "rmb", "yuan", "元", "块", "人民币"),
    "JPY": ("¥", "jpy", "日元"),
    "HKD": ("$", "hk$", "hkd", "dollar", "港元", "元", "块"),
    "TWD": ("$", "nt$", "twd", "dollar", "台币", "元", "块"),
    "KRW": ("₩", "krw", "韩元"),
    "INR": ("₹", "inr"),
}
# The shopper's own amount is a limit, and stays one: these stand right before it, or right after.
_UNDER_WORD = r"under|below|less than|within|up to|at most|no more than|max(?:imum)?(?: of)?|不超过|低于|少于|最多"
_OVER_WORD = r"over|above|more than|at least|from|between|高于|超过|不低于"
_OF_YOURS = r"\s*(?:your |the |a )?(?:(?:budget|limit) )?(?:of )?"
UNDER_BEFORE = re.compile(
    rf"(?:\b(?:{_UNDER_WORD})|(?:budget|limit) (?:of|is)|预算(?:是|为)?|\bbetween [^,.]{{1,20}} and){_OF_YOURS}$"
)
UNDER_AFTER = re.compile(r"\s*(?:or (?:less|under)|budget|limit|以内|以下|之内|预算)")
OVER_BEFORE = re.compile(rf"\b(?:{_OVER_WORD})\s*$|(?:高于|超过|不低于)\s*$")
OVER_AFTER = re.compile(r"\s*(?:or more|and up|以上|起)")
NO_LIMIT = re.compile(
    rf"\b(?:nothing|none|no \w+) (?:\w+ ){{0,5}}?(?:{_UNDER_WORD}|{_OVER_WORD})|(?:not|n[’']t) (?:\w+ ){{0,2}}?(?:{_UNDER_WORD}|{_OVER_WORD})"
    r"|(?:没有|没找到|找不到)[^，,。；;]{0,12}(?:以内|以下|之内|以上|不超过|低于)"
)
NO_STOCK = re.compile(
    r"\b(?:nothing|none|no \w+|neither|not|isn[’']t|aren[’']t) (?:\w+ ){0,3}?(?:in stock|available)|(?:没有|都没|暂无)[^，,。；;]{0,6}(?:有货|现货|库存)"
)
_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand grand couple dozen"
# What no tool ever backs word by word: it may be said only in the shop's own words.
CLAIMS = re.compile(
    # a price in words
    rf"\b(?:{'|'.join((*_UNITS.split(), *_TENS.split()))})(?:[ -][a-z]+){{0,5}}?[ -](?:dollars?|bucks|euros?|pounds|quid|yuan|cents?)\b"
    r"|\b(?:costs?|priced at|for (?:just|only)|only|just) (?:[a-z]+ )?(?:hundred|thousand|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b"
    r"|[〇零一二两三四五六七八九十百千万几半]+(?:多|来)?(?:元|块|美元|美金|欧元|英镑|人民币|刀(?!具|片|架))"
    r"|\b(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)\b"
    r"|(?:[二两三四五六七八九]十|[一二两三四五六七八九][百千万]|十[一二三四五六七八九]|[两三四]位数)"
    r"|\b(?:costs? nothing|no expense|cheapest (?:in|any|on|of all|price)|lowest price|cheaper than (?:any|every|else|most|other)|(?:a|one) (?:third|half|quarter|fifth) (?:cheaper|less|off))\b"
    r"|不要钱|白送|全网|最低价|比别家|别家|别处|其他店|立省|省下|[\d一二两三四五六七八九]成(?![为分员套功长人熟品立年本交双都型份色])"
    # a discount
    r"|\d[\d.,]*\s?[%‰]|\bper ?cent\b|\b(?:discount\w*|on sale|sales? price|clearance|half[- ]price|half off|\boff\b(?!-)|vouchers?|coupons?|promo\w*"
    r"|deals?|bargain|cashback|rebate|marked down|reduced|price drop|buy one|two for (?:the|one|[$€£¥]?\d)|bogo|was \W?\d)\b"
    r"|打?[\d一二三四五六七八九对]\.?[\d一二三四五六七八九]?\s?折|百分之|半价|优惠|满减|特价|促销|打折|降价|立减|秒杀|券|清仓|买一"
    # a gift or a promise
    r"|(?<!feel )(?<!-)\bfree\b(?!-)(?! to\b)|\b(?:for free|free (?:of charge|gift|sample|returns?|exchanges?|upgrade|trial|delivery|shipping|postage)|complimentary|(?:at )?no (?:extra |additional )?(?:cost|charge|fee)"
    r"|warrant\w*|guarantee\w*|refund\w*|money[- ]back|return policy|(?:can|may|free to) (?:be )?return\w*|returns? (?:within|are)|exchange[ds]?"
    r"|price[- ]match\w*|lowest price (?:guaranteed|anywhere|ever)|insured|certified|interest[- ]free|instal?lments?)\b"
    r"|免费|免运费|赠品|赠送|附赠|保修|质保|保证|退货|退款|退换|换货|包退|包换|无理由|正品|假一赔|分期|免息"
    r"|\b(?:money (?:returned|is returned)|send it back|give it back|(?:not|n[’']t) (?:like it|satisfied|happy)|(?:fix|repair|replace) (?:it|them))\b"
    r"|退钱|可以退|能退|包您|不满意[，,]?\s?(?:就|可|能|包|退|随时)|我们修|维修|包修"
    # few left
    r"|\b(?:only|just|last|last few|still) (?:\d+|one|two|three|four|five|a few|a couple(?: of)?|few|handful) (?:\w+ )?(?:left|remain\w*|pieces?|units?|in stock)\b"
    r"|\b\d+ (?:\w+ )?(?:left|remain\w*|in stock|available)\b|\b(?:last one|few left|almost (?:gone|sold out)|selling (?:fast|out)|limited (?:stock|time|offer|quantity)|hurry|running (?:low|out))\b"
    r"|仅剩|只剩|还剩|最后\s?[\d一二两三几]|库存(?:不多|紧张|有限)|所剩无几|即将售罄|抢购|限时|限量|卖得(?:很)?快"
    r"|\b(?:only|just) a (?:pair|few|couple|handful)|\b(?:few|pair|couple|handful) (?:remain\w*|left)|\bplenty of\b|\b(?:we|they|shop) (?:have|has|got) \d+\b|\b(?:nearly|almost) gone\b"
    r"|就剩|剩下|货不多|不多了|抢手"
    # delivery
    r"|\b(?:deliver\w*|shipp?\w*|arriv\w*|tomorrow|tonight|same[- ]day|next[- ]day|overnight|express|dispatch\w*|courier|postage|pick[- ]?up|in \d+ (?:hours?|days?)"
    r"|within \w+ (?:hours?|days?|weeks?)|business days?|working days?)\b"
    r"|包邮|邮费|运费|配送|送达|送货|次日|隔日|当日|明天|后天|今晚|发货|到货|快递|自提|工作日|小时内|[\d一二两三四五六七]天内"
    r"|\b(?:by|on|before|until|this|next) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bto your (?:door|home)\b|\b(?:with you|get it|have it|receive it|reach\w* you) (?:by|in|on|within|the|before)\b|\b(?:sending|sent|we send|we bring)\b"
    r"|(?:周|星期|礼拜)[一二三四五六日天]|收到|寄(?:到|出|给)|上门|送到"
    # a rank among goods or shops
    r"|\bbest[- ]?sell\w*|\b(?:top[- ](?:rated|selling)|number one|most (?:popular|sold|bought)|award\w*|voted|perfect (?:score|rating)|(?:one|two|three|four|five)[- ]stars?|everyone|everybody)\b|#\s?1\b"
    r"|销量(?:第一|最高|冠军)|爆款|热销|最受欢迎|畅销|获奖|[一二三四五]星|好评|满分|人人|大家都"
)
SOLD_OUT = re.compile(
    r"\b(?:sold[- ]out|out of stock|unavailable|not available|back[- ]?order\w*)\b|缺货|售罄|没货|无货|卖完|断货"
)
STOCK = re.compile(r"\b(?:in stock|available|ready to buy|can buy (?:it|them) now)\b|有货|现货|库存|有售")
RATING = re.compile(
    r"(?<![\d.])(\d(?:\.\d+)?)\s?(?:[- ]?stars?\b|[★⭐]|/\s?(?:5|10)\b|out of (?:5|five|10|ten)\b|points?\b|星|分(?![钟之辨别类享体离]))"
    r"|\b(?:rated|rating(?: of| is)?|scores?)\s?:?\s?(\d(?:\.\d+)?)|评分(?:为|是|高达|达)?\s?:?\s?(\d(?:\.\d+)?)"
)
REVIEWS = re.compile(
    rf"({NUMBER})\+?\s?(?:(?:customer |buyer )?(?:reviews?|ratings?|shoppers|buyers|customers|people)\b|条?(?:评价|评论)|人(?:买|评))"
)
QUOTED = re.compile(r"“([^“”]+)”|‘([^‘’]+)’|《([^《》]+)》|「([^「」]+)」|『([^『』]+)』|\"([^\"]+)\"|(?<![\w])'([^']+)'(?!\w)")
LOOSE_QUOTE = re.compile(r"[“”《》「」『』]|(?<!\d)\"")
MARKUP = re.compile(
    r"<\s*[a-z!/?]|https?:|www\.|\]\(|&(?:#\w+|[a-z]+);|\b[\w.+-]+@[\w-]+\.\w+|\b[\w-]+\.(?:com|net|org|cn|shop|io|co|de|uk|ru|xyz)\b"
)
PHONE = re.compile(r"\+?\d[\d ()-]{7,}\d")

# Words that are written with a capital without being a product's name.
CAPITALISED = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
    november december i i'm i'd i'll i've ok okay english chinese christmas halloween easter valentine thanksgiving new year eve
    """.split()  # noqa: SIM905
)
# Words that are brand names somewhere. In small letters, or where they begin a sentence, they are words.
ORDINARY = frozenset(
    """
    all always amazing apple aura base basic best blue bold boss bounty bright brother calm canyon champion classic clean clear coach
    comfort core dawn diesel dove dream eagle echo element essential ever every fair fine first fit flex force fossil free fresh galaxy
    gap glow gold good grace grand great green guess harmony haven heart home honest hope icon ideal jewel joy kind life light line
    local logic lotus love mars matrix method mini modern moon natural nature nest next nice north nova one only open orange original
    palm patch peak pine plan plus pop premium prime pure quest quick rain rapid real red ring river rose royal sharp shell signature
    silk simple sky smart snow soft solid solo space spark spring star stone strong style sun super supreme sure swift target tide top
    total true ultra union unique urban vital warm wave way well white whole wild wind wonder wood zen zest
    """.split()  # noqa: SIM905
)
# Words that few English sentences do without, and that other languages written in Latin letters do not have.
ENGLISH = frozenset(
    """
    the and is are was were be been a an of for to in on at by with from without you your yours it its it's this that these those they
    their them there here have has had which who what when where why how both one two three four five i'm i'd i'll i i've we our us not
    no yes or but if so as than more most very also too only can could would will should may might do does did made make good great
    best better well all each any some other another nothing none both hello hi thanks thank welcome sorry sure please goodbye
    try take see choose consider get pick wear while since because cost costs fit fits suit suits look looks feel feels come comes keep
    keeps use work works need needs want like find found out up over under about between just here's there's they're you're
    """.split()  # noqa: SIM905
)

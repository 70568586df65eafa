"""Gift wrap: a tool that tells whether a product can be gift-wrapped."""

from assistant.tools import Context, Evidence, Refused, Reply, tool

WRAPPED = {"en": "We wrap “{title}” as a gift, with a card.", "zh": "“{title}”可以做礼品包装，并附贺卡。"}
TOO_LARGE = {"en": "“{title}” is too large to be wrapped.", "zh": "“{title}”太大，无法包装。"}
LARGE = frozenset(("Furniture", "Bookshelves", "Office Chairs", "Tents"))


@tool(access="read")
async def gift_wrap(context: Context, product_id: str) -> Reply:
    """Tell whether a product can be gift-wrapped. Call it when the shopper mentions a gift or wrapping."""
    product = context.store.catalogue.get(product_id)
    if product is None:
        raise Refused(f"There is no product {product_id} in the shop.")
    sentences = WRAPPED if LARGE.isdisjoint(product.category) else TOO_LARGE
    text = sentences[context.language].format(title=product.title_in(context.language))
    return Reply(text=text, evidence=(Evidence(kind="policy", value=text),))

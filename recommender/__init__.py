"""Floor 2: ranks products for a shopper."""

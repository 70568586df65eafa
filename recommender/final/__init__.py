"""Final: the last stage of ranking: from what is known of each product to the order in which they are shown."""

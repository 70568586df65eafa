"""Floor 2: finds products for a Need: words, vectors (ChromaDB), hard wishes as masks."""

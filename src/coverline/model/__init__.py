"""The nouns of Coverline: the syntax tree, truth, quantities, cases and determinations."""

"""The tree as Z3 formulas: what a policy leaves open, and patients who show it. The one home of Z3."""

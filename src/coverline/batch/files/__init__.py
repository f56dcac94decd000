"""Files of cases: read some rows at a time, answered, written beside the target and moved into its place."""

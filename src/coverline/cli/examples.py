"""The examples that the help of each command ends with."""

EXAMPLES = {
    "decide": (
        "coverline decide examples/massachusetts-six-weeks.yaml",
        "coverline decide --json january.jsonl february.jsonl",
        "cat case.json | coverline decide -",
    ),
    "check": ("coverline check", "coverline check my-policy.yaml case.yaml"),
    "test": ("coverline test", "coverline test cigna-0040"),
    "facts": ("coverline facts", "coverline facts --json"),
    "cite": ("coverline cite cigna-0040 under-three-months --sources ~/policies",),
    "list": ("coverline policies list", "coverline policies list --json"),
    "show": (
        "coverline policies show cigna-0040",
        "coverline policies show bcbsma-484 --on 2020-09-15 --json",
    ),
    "fmt": ("coverline policies fmt my-policy.yaml", "coverline policies fmt --check policies/*/*.yaml"),
    "schema": ("coverline policies schema > policy.schema.json",),
}


def examples(command: str) -> str:
    """The examples of a command as the end of its help."""
    # The backspace tells the help to keep these lines as they are.
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in EXAMPLES[command])))

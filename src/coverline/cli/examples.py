"""The examples that the help of each command ends with."""

EXAMPLES = {
    "decide": (
        "coverline decide examples/massachusetts-six-weeks.yaml",
        "coverline decide --json january.jsonl february.jsonl",
        "cat case.json | coverline decide -",
    ),
    "ask": (
        "coverline ask case.yaml -o completed.yaml",
        "coverline ask case.yaml --answers chart.yaml --json",
    ),
    "when": (
        "coverline when examples/massachusetts-six-weeks.yaml",
        "coverline when case.yaml --svg timeline.svg",
    ),
    "packet": (
        "coverline packet examples/massachusetts-six-weeks.yaml",
        "coverline packet case.yaml --pdf packet.pdf --html packet.html",
        "coverline packet case.yaml --text - --length 2000",
    ),
    "compare": (
        "coverline compare examples/massachusetts-six-weeks.yaml",
        "coverline compare --json january.jsonl",
    ),
    "check": ("coverline check", "coverline check my-policy.yaml case.yaml"),
    "test": ("coverline test", "coverline test cigna-0040"),
    "codes": ("coverline codes 22513 M80.08XA", "coverline codes --json m8008xa 0qu03jz"),
    "facts": ("coverline facts", "coverline facts --json"),
    "facts-from": (
        "coverline facts-from bundle.json",
        "coverline facts-from bundle.json --date 2024-05-15 --json",
        "coverline facts-from bundle.json -o case.json",
    ),
    "evidence": (
        "coverline evidence --criterion four-months",
        "coverline evidence --topic sacroplasty --svg evidence.svg",
        "coverline evidence yuan-2016 --json",
    ),
    "cite": ("coverline cite cigna-0040 under-three-months --sources ~/policies",),
    "prove": ("coverline prove bcbsma-484", "coverline prove --json --timeout 10 my-policy.yaml"),
    "diff": (
        "coverline diff bcbsma-484 cigna-0040",
        "coverline diff cigna-0040@2024-09-10 my-policy.yaml",
    ),
    "publish": ("coverline publish site",),
    "impact": (
        "coverline impact bcbsma-484 my-policy.yaml january.jsonl",
        "coverline impact --json bcbsma-484 my-policy.yaml january.jsonl",
    ),
    "batch": (
        "coverline batch claims.parquet -o answers.parquet",
        "coverline batch requests.csv -o answers.csv --criteria",
        "coverline batch 'claims/*.parquet' -o answers --resume",
    ),
    "sample": (
        "coverline sample 1000 -o cases.csv",
        "coverline sample 2000000 -o cases.parquet --seed 7",
    ),
    "serve": ("coverline serve", "coverline serve --port 9000 --settings server.toml"),
    "list": (
        "coverline policies list",
        "coverline policies list --on 2024-12-01",
        "coverline policies list --json",
    ),
    "show": (
        "coverline policies show cigna-0040",
        "coverline policies show bcbsma-484 --on 2020-09-15 --json",
    ),
    "draft": (
        "coverline policies draft new-policy.pdf --payer cigna -o draft.yaml",
        "coverline policies draft new-policy.txt --payer cigna --id cigna-0041",
    ),
    "notes": ("coverline policies notes", "coverline policies notes cigna-0040 --json"),
    "confirm": (
        "coverline policies confirm cigna-0040 retired --by 'Dr. A. Name' --as clinician --date 2026-01-31",
    ),
    "fmt": ("coverline policies fmt my-policy.yaml", "coverline policies fmt --check policies/*/*.yaml"),
    "verify": ("coverline sources verify ~/policies", "coverline sources verify ~/policies --json"),
    "passages": ("coverline sources passages ~/policies", "coverline sources passages ~/policies --check"),
    "drift": (
        "coverline sources drift cigna-0040 ~/downloads/0040-new.pdf --sources ~/policies",
        "coverline sources drift cigna-0040 new.txt --sources ~/policies --json",
    ),
    "add": (
        "coverline sources add ~/policies/new-policy.pdf --publisher 'A Health Plan'",
        "coverline sources add ~/policies/next-year.pdf --id plan-484-2027 --edition-of plan-484",
    ),
    "schema": ("coverline policies schema > policy.schema.json",),
}


def examples(command: str) -> str:
    """The examples of a command as the end of its help."""
    # The backspace tells the help to keep these lines as they are.
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in EXAMPLES[command])))

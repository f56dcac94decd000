"""A new document as a policy file that somebody has to finish.

A draft holds what a computer can be sure of: lines, dates, codes, the tree of the criteria. In every place
that needs a person stands a `todo`, with the facts of the vocabulary that come nearest. It carries no
sentence of the document.
"""

from coverline.drafting.document import ReadDocument
from coverline.drafting.draft_codes import codes
from coverline.drafting.draft_nodes import at, record, text, todo
from coverline.drafting.draft_positions import holdings, positions
from coverline.drafting.draft_sections import authorization, scope, statements, version
from coverline.language.formatter import format_policy
from coverline.language.layout import Remarks, laid_out
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Problem, Unreadable


def draft(document: ReadDocument, payer: str, identifier: str, vocabulary: Vocabulary) -> str:
    """The policy file of a document, in its tidy form; Unreadable where no statement of coverage is found."""
    found, left = holdings(document, vocabulary)
    if not found:
        expected = "a statement of coverage: what is medically necessary, investigational or not covered"
        raise Unreadable((Problem(str(document.file), 0, "no criteria", expected),))
    root = record(
        ("policy", text(identifier)),
        ("title", todo(_titled(document))),
        ("payer", text(payer)),
        ("source", text(identifier)),
        ("version", version(document)),
        ("scope", scope(document, vocabulary)),
        ("prior_authorization", authorization(document)),
        ("positions", positions(found, document, vocabulary)),
        ("codes", codes(document)),
        *statements(document),
    )
    remarks = Remarks(
        top=[
            f"# A draft of {identifier}: write each todo, `coverline check` lists them.",
            "# Numbers are lines of the document.",
            *(f"# Printed number: {each.number}, line {each.line}." for each in document.numbers),
            *(f"# Not drafted, though it speaks of coverage: {at(each.lines)}." for each in left),
        ]
    )
    return format_policy(laid_out(root, remarks))


def _titled(document: ReadDocument) -> str:
    """Where the title stands."""
    line = next((each.line for each in document.headings if each.text == document.title), None)
    return f"in our words; see line {line}" if line else "in our words"

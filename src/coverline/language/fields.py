"""Takes a record's values out of a document that conforms to its grammar."""

from dataclasses import dataclass

from coverline.document import Entries, Items, Node, Scalar
from coverline.language.quantities import citation
from coverline.language.words import Place, read_test
from coverline.model.criteria import Citation, Test
from coverline.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping whose keys and values are known to have their right shapes."""

    node: Entries

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return self.node.get(key) is not None

    def value(self, key: str) -> Node:
        """The node under a key that is there."""
        value = self.node.get(key)
        assert value is not None, key
        return value

    def scalar(self, key: str) -> Scalar:
        """The text node under a key that is there."""
        value = self.value(key)
        assert isinstance(value, Scalar), key
        return value

    def text(self, key: str) -> str:
        """The text under a key that is there."""
        return self.scalar(key).text

    def optional(self, key: str) -> str | None:
        """The text under a key, or None where the key is absent."""
        return self.text(key) if self.has(key) else None

    def says(self, key: str, words: str) -> bool:
        """Whether exactly these words stand under the key."""
        value = self.node.get(key)
        return isinstance(value, Scalar) and value.text == words

    def items(self, key: str) -> tuple[Node, ...]:
        """The list under a key; nothing where the key is absent or holds words instead."""
        value = self.node.get(key)
        return value.items if isinstance(value, Items) else ()

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list, or of one text that stands for a list of one."""
        value = self.node.get(key)
        nodes = (value,) if isinstance(value, Scalar) else self.items(key)
        return tuple(node.text for node in nodes if isinstance(node, Scalar))

    def record(self, key: str) -> "Fields | None":
        """The mapping under a key; None where the key is absent or holds words instead."""
        value = self.node.get(key)
        return Fields(value) if isinstance(value, Entries) else None

    def records(self, key: str) -> tuple["Fields", ...]:
        """The mappings of a list."""
        return tuple(Fields(item) for item in self.items(key) if isinstance(item, Entries))

    def named(self, key: str) -> tuple[tuple[str, "Fields"], ...]:
        """The records of a mapping from names to records."""
        value = self.node.get(key)
        entries = value.entries if isinstance(value, Entries) else ()
        return tuple((name.text, Fields(each)) for name, each in entries if isinstance(each, Entries))

    def cite(self, key: str = "cite") -> Citation:
        """The citation under a key, with the reason that stands beside it."""
        return citation(self.scalar(key), self.optional(key.removesuffix("cite") + "why"))

    def tests(self, key: str, place: Place, vocabulary: Vocabulary) -> tuple[Test, ...]:
        """The tests of a mapping; none where the key is absent or says `always`."""
        value = self.node.get(key)
        entries = value.entries if isinstance(value, Entries) else ()
        return tuple(read_test(name, test, place, vocabulary) for name, test in entries)

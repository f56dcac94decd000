"""The words of a passage brought to their stems, so that `healed` and `healing` are one word."""

import re

_WORD = re.compile(r"[a-z]+")
_ASIDE = re.compile(r"\((?:e\.?g\.?|i\.?e\.?|for example|such as)[^()]*\)", re.IGNORECASE)
_LIMITED = re.compile(r"\b(?:but )?(?:is |are )?not limited to\b", re.IGNORECASE)
_ENDINGS = (
    "ation",
    "ment",
    "ness",
    "ance",
    "ing",
    "ity",
    "ive",
    "ous",
    "ed",
    "es",
    "al",
    "um",
    "ly",
    "s",
    "e",
)
_STEM = 6
_COMMON = frozenset(
    """
    a an and any are as at be been being but by can do does due each either for from had has have if in into
    is it its least less may more most must no non nor not of on one only or other per shall should since so
    such than that the their them then there these they this those to two up upon use used using was were
    when where whether which while who will with within without would following include including level
    patient treated procedure
    """.split()  # noqa: SIM905  a text is easier to read than a list of ninety
)


# Words of the trade for the same thing.
_ALIKE = {
    "therapy": "treatment",
    "therapies": "treatment",
    "management": "treatment",
    "care": "treatment",
    "refractory": "failed",
    "unresponsive": "failed",
    "unsuccessful": "failed",
    "painful": "symptomatic",
    "magnetic": "mri",
    "tomography": "ct",
}


def words(text: str) -> list[str]:
    """The words of a text in small letters, `non-healing` as one, `therapy` as `treatment`."""
    found = _WORD.findall(text.lower().replace("non-", "non").replace("x-ray", "xray"))
    return [_ALIKE.get(word, word) for word in found]


def stem(word: str) -> str:
    """A word without its ending, at most six letters of it."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word.removesuffix(ending)
            break
    return word[:_STEM]


def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that say something."""
    return frozenset(stem(word) for word in words(text) if word not in _COMMON)


def says_something(text: str) -> bool:
    """Whether words above a list set a condition, instead of only leading to it: "when all apply:"."""
    return not stems(without_asides(text)) <= _LEADING


def negated(text: str) -> frozenset[str]:
    """The stems of words behind a prefix that denies them: `asymptomatic`."""
    return frozenset(stem(word[1:]) for word in words(text) if word.startswith("a") and len(word) > 6)


def without_asides(text: str) -> str:
    """A text without the examples in its brackets and the words that announce examples."""
    return _LIMITED.sub(" ", _ASIDE.sub(" ", text))


# The words of a sentence that only leads to a list.
_LEADING = stems(
    """
    above absence all answer answers applies apply below both case cases condition conditions considered
    contraindicated coverage covered criteria criterion definition described documented eligible every
    exists guideline indicated indication indications individual individuals items listed medical medically
    meet meets members met necessary necessity need needs none paragraph paragraphs patients persons policy
    presence present proven reason reasons requirement requirements row rows satisfied situation situations
    statement table through treatment true
    """
)

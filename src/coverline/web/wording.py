"""Names of the vocabulary as a page writes them."""

from coverline.model.case import Known, Value, written
from coverline.model.quantity import Duration, Span, back
from coverline.publish.wording import in_words

_CAPITALS = {"hmo", "pos", "ppo", "epo", "mri", "ct", "spect", "fda"}
_SPELLED = {"xray": "X-ray"}


def titled(name: str) -> str:
    """A name as the beginning of a line: Commercial PPO, Balloon kyphoplasty, MRI."""
    return sentence(plain(name))


def sentence(words: str) -> str:
    """Words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def plain(name: str) -> str:
    """A name within a sentence: commercial PPO, balloon kyphoplasty, MRI."""
    words = in_words(name).split(" ")
    return " ".join(each.upper() if each in _CAPITALS else _SPELLED.get(each, each) for each in words)


def value_words(value: Value) -> str:
    """A value of a fact in words."""
    if isinstance(value, frozenset) and value:
        return ", ".join(plain(each) for each in sorted(value))
    return plain(written(value))


def known_words(known: Known, service: Span) -> str:
    """A fact's value, since when where it is a length, and where the case says that it is recorded."""
    since = ""
    if isinstance(known.value, Duration) and service.is_exact:
        since = f"since {back(service.last, known.value)}"
    on = str(known.recorded_on) if known.recorded_on else ""
    beside = ", ".join(filter(None, (since, known.source, on)))
    return f"{value_words(known.value)} ({beside})" if beside else value_words(known.value)


def asked_words(question: str, chosen: bool) -> tuple[str, str]:
    """A question and what helps to answer it; what it lists is left out where it is to be chosen from."""
    asked, mark, help_ = question.partition("? ")
    asked = asked.removesuffix("?")
    return f"{asked.partition(':')[0] if chosen else asked}?", help_ if mark else ""

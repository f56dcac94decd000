"""What the pages and the packets call things: nothing is denied, nothing approved, and a level is a level."""

import pytest

from coverline.publish.packet import packet
from coverline.publish.packet_page import packet_page
from coverline.publish.packet_text import packet_text
from tests.publish.banned import banned
from tests.publish.pages import read
from tests.web.forms import LIBRARY, carrying, post
from tests.web.test_accessibility import pages
from tests.web.test_same_answers import WORKED

CONFIRM = "confirm with the plan"


@pytest.mark.parametrize("text", ["It was denied.", "Approved", "the approval of it", "for each lesion"])
def test_a_word_of_its_own_is_found(text: str) -> None:
    assert banned(text)


def test_a_denial_of_approval_and_a_word_of_the_content_are_let_through() -> None:
    assert banned("meets the policy (not an approval); nothing here is an approval") == []
    assert banned("Lesion of sacrum or coccyx") == []


@pytest.mark.parametrize("name", pages())
def test_a_page_of_the_flow_keeps_to_the_words_of_the_house(name: str) -> None:
    words = " ".join(read(pages()[name].page).texts)
    assert banned(words) == []
    assert CONFIRM in words


@pytest.mark.parametrize("name", WORKED)
def test_an_answer_and_a_packet_keep_to_the_words_of_the_house(name: str) -> None:
    case = WORKED[name]
    made = packet(case, LIBRARY)
    said = [post(address, carrying(case)).page for address in ("/answer", "/payers", "/next")]
    words = [" ".join(read(page).texts) for page in (*said, packet_page(made))]
    for each in (*words, packet_text(made)):
        assert banned(each) == []
        assert CONFIRM in each

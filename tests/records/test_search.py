"""Texts as lexemes: what is asked for is found in what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anshu.records.search import LONGEST_LEXEME, MOST_LEXEMES, lexemes, query_lexemes

CHINESE = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF), max_size=12)
WORD = st.lists(st.text(alphabet="abc019", min_size=1, max_size=5), min_size=1, max_size=4)


def finds(query: str, text: str) -> bool:
    """As the database matches: Chinese exactly, words by prefix, all of them."""
    kept = lexemes(text)
    return all(
        any(k.startswith(wanted) if wanted.isascii() else k == wanted for k in kept)
        for wanted in query_lexemes(query)
    )


@given(CHINESE, CHINESE, CHINESE)
def test_any_part_of_a_chinese_text_finds_it(before: str, part: str, after: str) -> None:
    assert finds(part, before + part + after)


@given(WORD, st.data())
def test_a_word_is_found_from_any_of_its_parts_on(parts: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(parts) - 1))
    tail = "-".join(parts[start:])
    length = data.draw(st.integers(1, len(tail)))
    assert finds(tail[:length], f"位号{'-'.join(parts)}渗漏")


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("渗漏", "3号反应釜密封渗漏", True), ("漏渗", "3号反应釜密封渗漏", False),
        ("R-103", "Ｒ－１０３ 反应釜", True), ("r103", "R-103", False), ("103", "R-103A", True),
        ("釜", "反应釜", True), ("反应 渗漏", "反应釜渗漏", True),
        ("YH-2026-000007", "yh-2026-000007", True),
        ("2026-000007", "YH-2026-000007", True), ("03", "R-103", False),
    ],
)  # fmt: skip
def test_what_is_found(query: str, text: str, found: bool) -> None:
    assert finds(query, text) is found


@pytest.mark.parametrize("text", ["", " ", "，。！", "'&|!:*()", "\\"])
def test_a_text_without_words_asks_for_nothing(text: str) -> None:
    assert query_lexemes(text) == []


@given(st.text(max_size=40))
def test_nothing_that_could_be_read_as_an_operator_is_asked_for(text: str) -> None:
    assert not set("'&|!:*()\\ ") & set("".join(query_lexemes(text)))


def test_lexemes_are_short_and_not_too_many() -> None:
    assert lexemes("a" * 500) == ["a" * LONGEST_LEXEME]
    assert finds("a" * 500, "a" * 500)
    assert len(lexemes(" ".join(str(number) for number in range(9000)))) == MOST_LEXEMES

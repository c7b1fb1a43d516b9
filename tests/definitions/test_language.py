"""Texts for people."""

from anshu.definitions.words import Text


def test_places_are_filled_in_both_languages_and_unknown_ones_stay() -> None:
    text = Text("文件 {value}，上限 {limit}，{other}", "{value} of {limit}, {other}")
    assert text.filled(value="3 MB", limit="2 MB") == Text(
        "文件 3 MB，上限 2 MB，{other}", "3 MB of 2 MB, {other}"
    )


def test_a_value_that_looks_like_a_place_is_put_in_as_it_is() -> None:
    assert Text("{value}，{limit}").filled(value="{limit}", limit="9").zh == "{limit}，9"


def test_english_falls_back_to_chinese_when_there_is_none() -> None:
    text = Text("{value} 米")
    assert text.filled(value="4").said("en") == "4 米"

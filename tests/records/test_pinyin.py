"""Names stand in the order of their sound, and are found by what is typed for them."""

from anshu.records.pinyin import sort_key, spoken_lexemes


def test_names_stand_in_the_order_of_their_sound_and_numbers_by_value() -> None:
    names = ["郑维修", "12号反应釜", "安全员", "单经理", "3号反应釜", "王工", "Bob", "重庆"]
    ordered = sorted(names, key=lambda name: sort_key(name, is_name=name == "单经理"))
    assert ordered == [
        "3号反应釜", "12号反应釜", "安全员", "Bob", "重庆", "单经理", "王工", "郑维修",
    ]  # fmt: skip


def test_a_surname_has_a_sound_of_its_own() -> None:
    assert sort_key("仇单", is_name=True).startswith("qiu dan")
    assert sort_key("单体设备").startswith("dan ti")
    assert spoken_lexemes("尉迟恭", is_name=True) == ["yg", "yuchigong"]


def test_a_name_is_typed_whole_or_by_first_letters() -> None:
    assert spoken_lexemes("3号反应釜") == ["3haofanyingfu", "3hfyf"]
    assert spoken_lexemes("R-103") == []
    assert spoken_lexemes("") == []

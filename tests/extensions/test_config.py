"""A driver's configuration: form, refusals, hidden secrets."""

from typing import Annotated

import pytest
from msgspec import Meta

from anshu.sdk.config import DriverConfig, Secret, config_schema, decode_config, secret_fields
from anshu.sdk.errors import ConfigRefused


class ApiConfig(DriverConfig):
    url: str
    password: Secret
    pages: Annotated[int, Meta(ge=1, title="页数")] = 10


def test_secret_is_marked_in_the_form_and_hidden_in_repr() -> None:
    config = decode_config(ApiConfig, {"url": "u", "password": "geheim"})
    assert secret_fields(ApiConfig) == {"password"}
    assert "geheim" not in repr(config)
    assert "url='u'" in repr(config)
    schema = config_schema(ApiConfig)
    assert schema["required"] == ["url", "password"]
    properties = schema["properties"]
    assert isinstance(properties, dict)
    assert properties["password"]["secret"] is True
    assert "secret" not in properties["url"]
    assert properties["pages"]["title"] == "页数"


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"url": "u"}, "password"),
        ({"url": "u", "password": "geheim", "colour": 1}, "colour"),
        ({"url": 7, "password": "geheim"}, "url"),
        ({"url": "u", "password": "geheim", "pages": 0}, "pages"),
        ({"url": "u", "password": ["geheim"]}, "password"),
    ],
)
def test_bad_configuration_is_refused_naming_the_field(raw: dict[str, object], field: str) -> None:
    with pytest.raises(ConfigRefused) as raised:
        decode_config(ApiConfig, raw)
    assert raised.value.field == field
    assert field in raised.value.text.zh
    assert "geheim" not in str(raised.value) + repr(raised.value.__cause__)

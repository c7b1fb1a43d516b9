"""A driver's configuration: a typed struct that makes its own form and hides its secrets."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct
from msgspec.inspect import Metadata, StructType, type_info

from anshu.sdk.errors import ConfigRefused
from anshu.sdk.text import Text

HIDDEN = "******"

Secret = Annotated[str, Meta(extra_json_schema={"secret": True, "format": "password"})]

ConfigT = TypeVar("ConfigT", bound="DriverConfig")


class DriverConfig(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a driver needs to know of one source; fields of type Secret never show in repr."""

    def __repr__(self) -> str:
        hidden = secret_fields(type(self))
        shown = ", ".join(
            f"{name}={HIDDEN if name in hidden else repr(getattr(self, name))}"
            for name in self.__struct_fields__
        )
        return f"{type(self).__name__}({shown})"


def decode_config(config_type: type[ConfigT], raw: Mapping[str, object]) -> ConfigT:
    """The typed configuration; raises ConfigRefused naming the first field at fault."""
    try:
        return msgspec.convert(raw, config_type)
    except msgspec.ValidationError as error:
        raise _refused(str(error)) from None  # the cause may quote what was entered


def config_schema(config_type: type[DriverConfig]) -> dict[str, object]:
    """The JSON Schema of the configuration's form; secret fields carry `"secret": true`."""
    (schema,), components = msgspec.json.schema_components([config_type])
    name = str(schema["$ref"]).rpartition("/")[2]
    own: dict[str, object] = components.pop(name)
    return own | {"$defs": components} if components else own


@cache
def secret_fields(config_type: type[DriverConfig]) -> frozenset[str]:
    """The names of the fields marked as Secret."""
    info = type_info(config_type)
    assert isinstance(info, StructType)
    return frozenset(
        field.name
        for field in info.fields
        if isinstance(field.type, Metadata) and (field.type.extra_json_schema or {}).get("secret")
    )


def _refused(message: str) -> ConfigRefused:
    if missing := re.search(r"missing required field `(\w+)`", message):
        field = missing[1]
        return ConfigRefused(
            field, Text(zh=f"缺少“{field}”，请填写。", en=f"“{field}” is missing: fill it in.")
        )
    if unknown := re.search(r"unknown field `([^`]*)`", message):
        field = unknown[1]
        return ConfigRefused(
            field, Text(zh=f"不认识“{field}”，请删除。", en=f"“{field}” is unknown: remove it.")
        )
    path = re.search(r"at `\$\.?([^`]*)`", message)
    field = re.split(r"[.\[]", path[1])[0] if path else ""
    return ConfigRefused(
        field,
        Text(
            zh=f"“{field}”的类型或取值不对，请按表单提示重新填写。",
            en=f"“{field}” has a wrong type or value: fill it in as the form says.",
        ),
    )

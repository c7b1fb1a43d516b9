"""Names of roles and schemas are plain, opaque and tell installations apart."""

import pytest

from anshu.store.principal import IDENTIFIER
from anshu_tenants.naming import new_schema, role, tenant_role


def test_schema_and_role_names_are_plain_identifiers_and_never_repeat() -> None:
    names = {new_schema() for _ in range(1000)}
    assert len(names) == 1000
    for name in names:
        assert IDENTIFIER.match(name)
        assert IDENTIFIER.match(tenant_role("a" * 16, name))


@pytest.mark.parametrize("installation", ["", "A", "1a", "a_t", "a-b", "a" * 17, "a; drop", "a\n"])
def test_an_installation_id_that_makes_no_safe_prefix_is_refused(installation: str) -> None:
    with pytest.raises(ValueError, match="installation"):
        role(installation, "app")

"""A right that is taken away is gone everywhere within five seconds, by whichever way it went."""

from datetime import timedelta

import msgspec

from anshu.definitions.language import Pack, Role
from anshu.records.adoption import adopt
from anshu_tenants.registry import principal
from tests.records.people import Plant, hazard_packs
from tests.web.office import Office

TAKEN = ("token:self:manage", "media:item:read", "import:job:create")


def _without(pack: Pack, permissions: tuple[str, ...]) -> Pack:
    items = tuple(
        msgspec.structs.replace(
            item, grants=tuple(g for g in item.grants if g.permission not in permissions)
        )
        if isinstance(item, Role)
        else item
        for item in pack.items
    )
    return msgspec.structs.replace(pack, items=items, version=f"{pack.version}.1")


async def test_a_role_that_another_process_has_cut_counts_where_nothing_is_loaded(
    office: Office, plant: Plant
) -> None:
    """Lists and commands see the new definitions in what they load; these routes load nothing."""
    client = await office.person("ehs")
    paths = ("tokens", "imports")
    for path in paths:
        assert (await client.get(path)).status_code == 200
    packs = [_without(pack, TAKEN) for pack in hazard_packs()]
    await adopt(plant.services.store, principal(plant.row), packs, plant.services.clock)
    clock = plant.services.clock
    clock.move(timedelta(seconds=4))  # type: ignore[attr-defined]
    for path in (*paths, f"media/{'0' * 64}"):
        answer = await client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), path

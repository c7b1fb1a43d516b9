"""A file of a class is seen on rows that may be read at all, as on the record's page."""

import msgspec

from anshu.access.compiled import compile_allowed
from anshu.definitions.language import Assignment, Grant, Pack, RecordType, Role
from anshu.definitions.words import Text
from anshu.records.access_to_media import may_see_media
from anshu.records.adoption import adopt
from anshu.records.subject import Subject
from anshu_tenants.registry import principal
from tests.records.people import Plant, hazard_packs
from tests.web.office import Office


def _restricted_photos(pack: Pack) -> Pack:
    items = tuple(
        msgspec.structs.replace(
            item,
            fields=tuple(
                msgspec.structs.replace(f, classed="restricted") if f.key == "photos" else f
                for f in item.fields
            ),
        )
        if isinstance(item, RecordType) and item.key == "hazard"
        else item
        for item in pack.items
    )
    return msgspec.structs.replace(pack, items=items)


def _with(subject: Subject, now: object, *grants: Grant) -> Subject:
    roles = {"tried": Role("tried", Text("试"), grants)}
    allowed = compile_allowed(roles, (Assignment("tried", "/w2/"),), now=now)  # type: ignore[arg-type]
    return msgspec.structs.replace(subject, allowed=allowed)


async def test_a_restricted_photo_of_a_record_out_of_reach_is_not_shown(
    office: Office, plant: Plant
) -> None:
    packs = [_restricted_photos(pack) for pack in hazard_packs()]
    await adopt(plant.services.store, principal(plant.row), packs, plant.services.clock)
    plant.services.books.forget(plant.row.schema)
    digest = await office.upload("worker")
    await office.report(photos=[digest])
    reader = await plant.subject("auditor")
    now = plant.services.clock.now()
    classed = Grant("hazard:record:read_restricted", "tenant")
    far = _with(reader, now, Grant("hazard:record:read", "org"), classed)
    near = _with(reader, now, Grant("hazard:record:read", "tenant"), classed)
    assert not await may_see_media(plant.services, far, digest)
    assert await may_see_media(plant.services, near, digest)

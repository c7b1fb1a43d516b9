"""What a reader may not see cannot be guessed from what the reader gets either."""

import hashlib
from io import BytesIO
from zipfile import ZipFile

from anshu.kernel.canonical import canonical
from tests.records.people import PLACE
from tests.web.office import CONTACT, Office


async def test_a_package_holds_no_bare_hash_over_a_hidden_telephone_number(office: Office) -> None:
    """Whoever knows the other fields would try all numbers in minutes; so would one after an
    erasure. (Fields are hidden under salted hashes of their own.)"""
    data = {
        "description": "密封渗漏", "area": str(office.plant.area), "contact": CONTACT,
        "equipment": str(office.plant.equipment), "position": PLACE,
        "photos": [await office.upload("worker")],
    }  # fmt: skip
    record = (await office.report(**data))["id"]
    digest = hashlib.sha256(canonical(data)).digest()
    auditor = await office.person("auditor")
    assert "contact" not in (await office.page("auditor", record))["data"]
    package = await auditor.get(f"records/hazard/{record}/evidence")
    assert package.status_code == 200, package.text
    with ZipFile(BytesIO(package.content)) as archive:
        for member in archive.namelist():
            content = archive.read(member)
            assert CONTACT.encode() not in content
            assert digest.hex().encode() not in content, member
            assert digest not in content, member

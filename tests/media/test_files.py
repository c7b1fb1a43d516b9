"""Files by hash, each tenant's apart."""

import hashlib
from pathlib import Path

import pytest

from anshu.media.files import FileDamaged, MediaFiles, file_key
from anshu.store.principal import PrincipalError, Tenant

ONE = Tenant("t_one", "t_one", "main")
OTHER = Tenant("t_other", "t_other", "main")


async def test_file_is_kept_byte_for_byte_under_schema_and_hash(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path / "media root")
    content = bytes(range(256)) * 40
    digest = await files.put(ONE, content)
    assert digest == hashlib.sha256(content).hexdigest()
    assert await files.get(ONE, digest) == content
    path = tmp_path / "media root" / "t_one" / digest[:2] / digest
    assert path.read_bytes() == content


async def test_file_of_one_tenant_is_not_found_by_another(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path)
    digest = await files.put(ONE, b"secret")
    assert await files.get(OTHER, digest) is None


async def test_same_content_twice_is_one_file(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path)
    first = await files.put(ONE, b"same")
    changed = (tmp_path / file_key(ONE, first)).stat().st_mtime_ns
    assert await files.put(ONE, b"same") == first
    assert (tmp_path / file_key(ONE, first)).stat().st_mtime_ns == changed


async def test_file_changed_behind_our_back_is_not_served(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path)
    digest = await files.put(ONE, b"evidence")
    (tmp_path / file_key(ONE, digest)).write_bytes(b"forgery!")
    with pytest.raises(FileDamaged):
        await files.get(ONE, digest)


def test_path_is_made_of_nothing_but_a_schema_of_ours_and_a_hash() -> None:
    with pytest.raises(ValueError, match="sha256"):
        file_key(ONE, "../../etc/passwd")
    with pytest.raises(ValueError, match="sha256"):
        file_key(ONE, "A" * 64)
    with pytest.raises(PrincipalError):
        file_key(Tenant("../t_other", "t_one", "main"), "a" * 64)


async def test_folder_may_be_named_by_url(tmp_path: Path) -> None:
    files = MediaFiles(f"file://{tmp_path}/by%20url")
    digest = await files.put(ONE, b"x")
    assert (tmp_path / "by url" / file_key(ONE, digest)).is_file()


async def test_other_stores_are_reached_by_url() -> None:
    files = MediaFiles("memory:///")
    digest = await files.put(ONE, b"x")
    assert await files.get(ONE, digest) == b"x"
    assert await files.get(OTHER, digest) is None

"""Loading extensions from installed distributions."""

import importlib.metadata
import re
import sys
from pathlib import Path

import pytest
from stevedore.extension import ExtensionManager

from anshu.extensions.errors import ExtensionError
from anshu.extensions.loader import load_drivers, load_modules
from anshu.extensions.packs import read_packs

MODULE = """
from anshu.sdk.module import Module
from anshu.sdk.text import Text
MODULE = Module(key="{key}", title=Text(zh="甲"), package="{package}", packs={packs}{more})
"""


class Site:
    """A folder on the import path that distributions are put into."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, name: str, *, entry_points: str, source: str, version: str = "1.2") -> None:
        package = name.replace("-", "_")
        (self._folder / package).mkdir()
        (self._folder / package / "__init__.py").write_text(source, encoding="utf-8")
        info = self._folder / f"{package}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8"
        )
        (info / "entry_points.txt").write_text(entry_points, encoding="utf-8")

    def add_module(self, name: str, *, key: str, packs: str = "()", more: str = "") -> None:
        package = name.replace("-", "_")
        self.add(
            name,
            entry_points=f"[anshu.modules]\n{key} = {package}:MODULE\n",
            source=MODULE.format(key=key, package=package, packs=packs, more=more),
        )

    def write_pack(self, name: str, path: str, text: str) -> None:
        target = self._folder / name.replace("-", "_") / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """An import path that finds only these distributions and what is already imported."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(
        importlib.metadata,
        "entry_points",
        lambda *, group: importlib.metadata.EntryPoints(
            entry_point
            for dist in importlib.metadata.distributions(path=[str(folder)])
            for entry_point in dist.entry_points
            if entry_point.group == group
        ),
    )
    monkeypatch.setattr(ExtensionManager, "ENTRY_POINT_CACHE", {})
    before = set(sys.modules)
    yield Site(folder)
    for name in set(sys.modules) - before:
        if name.split(".")[0].startswith("probe_"):
            del sys.modules[name]


def test_installed_hazard_module_and_csv_driver_are_found_with_their_distribution() -> None:
    drivers = load_drivers()
    assert drivers["csv_eam"].distribution == "anshu-csv-eam"
    assert drivers["csv_eam"].version == importlib.metadata.version("anshu-csv-eam")
    modules = load_modules()
    assert modules["hazard"].distribution == "anshu-hazard"
    assert modules["hazard"].value.key == "hazard"


def test_module_is_loaded_with_name_version_and_packs(site: Site) -> None:
    site.add_module("probe-one", key="one", packs="('packs/law.yaml',)")
    site.write_pack("probe-one", "packs/law.yaml", "name: 法\n")
    loaded = load_modules()["one"]
    assert (loaded.distribution, loaded.version) == ("probe-one", "1.2")
    (pack,) = read_packs(loaded.value)
    assert pack.path == "packs/law.yaml"
    assert pack.body.decode() == "name: 法\n"


def test_extension_installed_while_running_is_seen_at_once(site: Site) -> None:
    site.add_module("probe-one", key="one")
    assert set(load_modules()) == {"one"}
    site.add_module("probe-two", key="two")
    assert set(load_modules()) == {"one", "two"}


def test_two_distributions_with_the_same_name_stop_the_start_and_both_are_named(
    site: Site,
) -> None:
    site.add_module("probe-one", key="one")
    site.add_module("probe-between", key="between")
    site.add_module("probe-other", key="one")
    with pytest.raises(ExtensionError, match="probe-one and probe-other both provide"):
        load_modules()


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("import a_package_nobody_has", "ModuleNotFoundError: No module named 'a_package_nobody"),
        ("1 / 0", "ZeroDivisionError"),
        ("assert False, 'wrong place'", "AssertionError: wrong place"),
        ("", "AttributeError"),
        ("MODULE = 3", "it names a int"),
    ],
)
def test_module_that_does_not_load_stops_the_start_and_is_named(
    site: Site, source: str, cause: str
) -> None:
    site.add(
        "probe-broken",
        entry_points="[anshu.modules]\nbroken = probe_broken:MODULE\n",
        source=source,
    )
    with pytest.raises(ExtensionError, match=re.escape(cause)) as raised:
        load_modules()
    assert "'broken'" in str(raised.value)
    assert "probe-broken 1.2" in str(raised.value)


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        (", sdk='9.0'", "it needs SDK 9.0"),
        (", sdk='newest'", "'newest' is no SDK version"),
        (", hooks={f'h{i}': print for i in range(6)}", "names 6 hooks, 5 are allowed"),
    ],
)
def test_module_that_breaks_the_contract_stops_the_start(site: Site, more: str, cause: str) -> None:
    site.add_module("probe-one", key="one", more=more)
    with pytest.raises(ExtensionError, match=re.escape(cause)):
        load_modules()


def test_missing_pack_stops_the_start_and_is_named(site: Site) -> None:
    site.add_module("probe-one", key="one", packs="('packs/law.yaml',)")
    with pytest.raises(ExtensionError, match=r"the pack packs/law\.yaml is not in package"):
        load_modules()


def test_pack_outside_the_package_is_refused(site: Site) -> None:
    site.add_module("probe-one", key="one", packs="('../secrets.yaml',)")
    with pytest.raises(ExtensionError, match="no YAML path in the package"):
        load_modules()


def test_module_under_another_name_than_its_own_is_refused(site: Site) -> None:
    site.add(
        "probe-one",
        entry_points="[anshu.modules]\nother = probe_one:MODULE\n",
        source=MODULE.format(key="one", package="probe_one", packs="()", more=""),
    )
    with pytest.raises(ExtensionError, match="calls itself 'one'"):
        load_modules()


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("class D: ...", "no subclass of anshu.sdk.driver.Driver"),
        ("from anshu.sdk.driver import Driver\nclass D(Driver): ...", "it lacks probe, read"),
    ],
)
def test_driver_that_breaks_the_contract_stops_the_start(
    site: Site, source: str, cause: str
) -> None:
    site.add(
        "probe-driver",
        entry_points="[anshu.connectors]\nd = probe_driver:D\n",
        source=source,
    )
    with pytest.raises(ExtensionError, match=cause):
        load_drivers()

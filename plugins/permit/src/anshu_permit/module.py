"""The manifest of the permit module."""

from anshu.sdk.module import Module
from anshu.sdk.text import Text
from anshu_permit.readings.providers import PROVIDERS

MODULE = Module(
    key="permit",
    title=Text(zh="特殊作业票", en="Work permits"),
    package="anshu_permit",
    packs=(
        "packs/law.yaml",
        "packs/lists.yaml",
        "packs/dangers.yaml",
        "packs/records.yaml",
        "packs/roles.yaml",
        "packs/outage.yaml",
        "packs/group.yaml",
        "packs/forms.yaml",
        "packs/flow.yaml",
        "packs/jobs.yaml",
        "packs/approvers.yaml",
        "packs/tightening.yaml",
        "packs/closing.yaml",
        "packs/limits.yaml",
        "packs/gates_gas.yaml",
        "packs/gates_time.yaml",
        "packs/gates_kinds.yaml",
        "packs/gates_people.yaml",
        "packs/gates_place.yaml",
        "packs/gates_leaving.yaml",
        "packs/gates_upgrade.yaml",
        "packs/gates_declared.yaml",
        "packs/gates_group.yaml",
        "packs/gates_guardian.yaml",
        "packs/gates_weather.yaml",
        "packs/gates_working.yaml",
        "packs/boards.yaml",
        "packs/improvements.yaml",
    ),
    facts=PROVIDERS,
)

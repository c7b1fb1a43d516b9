"""The manifest of the permit module."""

from anshu.sdk.module import Module
from anshu.sdk.text import Text

MODULE = Module(
    key="permit",
    title=Text(zh="特殊作业票", en="Work permits"),
    package="anshu_permit",
    packs=(
        "packs/law.yaml",
        "packs/lists.yaml",
        "packs/records.yaml",
        "packs/roles.yaml",
        "packs/group.yaml",
        "packs/forms.yaml",
        "packs/flow.yaml",
        "packs/jobs.yaml",
        "packs/approvers.yaml",
        "packs/tightening.yaml",
        "packs/closing.yaml",
        "packs/boards.yaml",
    ),
)

"""The manifest of the hazard module."""

from anshu.sdk.module import Module
from anshu.sdk.text import Text

MODULE = Module(
    key="hazard",
    title=Text(zh="隐患闭环", en="Hazard closure"),
    package="anshu_hazard",
    packs=(
        "packs/law.yaml",
        "packs/major.yaml",
        "packs/group.yaml",
        "packs/boards.yaml",
        "packs/checks.yaml",
        "packs/governance.yaml",
    ),
)

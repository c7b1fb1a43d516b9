"""Hazard closure 隐患闭环: definition packs and the hooks they name."""

"""Anshu 安枢: the safety backbone of an industrial group."""

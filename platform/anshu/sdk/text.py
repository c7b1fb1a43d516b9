"""Texts for people, Chinese first."""

from anshu.definitions.words import Text as Text

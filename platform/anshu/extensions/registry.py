"""What was loaded, and from which distribution."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from anshu.sdk.config import DriverConfig
from anshu.sdk.driver import Driver

T_co = TypeVar("T_co", covariant=True)

DriverType = type[Driver[DriverConfig]]


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T_co]):
    """An extension with its entry point's name and the distribution that brought it."""

    name: str
    value: T_co
    distribution: str
    version: str

"""The request as this application's handlers and error handlers see it."""

from typing import Any, TypeAlias

from litestar import Request
from litestar.datastructures import State

Asked: TypeAlias = Request[Any, Any, State]

"""What a route answers, said to the OpenAPI contract: one struct, or problem+json."""

from collections.abc import Mapping

from litestar.openapi.datastructures import ResponseSpec

from anshu.web.problem import MEDIA_TYPE, Problem

Responses = Mapping[int, ResponseSpec]


def says(answer: type[object], *, status: int = 200) -> Responses:
    """The answer's struct under its status, and Problem for everything that is refused."""
    refused = ResponseSpec(
        Problem, description="Refused", media_type=MEDIA_TYPE, generate_examples=False
    )
    done = ResponseSpec(answer, description="Done", generate_examples=False)
    return {status: done, **dict.fromkeys((403, 404, 409, 422), refused)}

"""Stands for the platform's door to the network: keeps what was sent, answers as told."""

from collections.abc import Callable

from anshu.sdk.posting import Said, Sent

Answer = Said | Exception


class ScriptedPost:
    """Answers with what the test put into `answers`, then with `otherwise`."""

    def __init__(self, otherwise: Callable[[Sent], Answer]) -> None:
        self.otherwise = otherwise
        self.answers: list[Answer] = []
        self.sent: list[Sent] = []

    async def __call__(self, sent: Sent) -> Said:
        self.sent.append(sent)
        answer = self.answers.pop(0) if self.answers else self.otherwise(sent)
        if isinstance(answer, Exception):
            raise answer
        return answer

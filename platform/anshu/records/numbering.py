"""Which of the tenant's sequences a record type takes its numbers from (docs/adr/0004)."""

from anshu.compiler.compiled import CompiledType

FLOW = "number_seq"
PLAIN = "plain_number_seq"


def sequence_of(kind: CompiledType) -> str:
    """Records with a flow count apart from plain ones: the first hazard is number one."""
    return FLOW if kind.flow is not None else PLAIN

"""What `anshu doctor` says of messages that nobody handled, and of ledgers that do not hold."""

from anshu.kernel.clock import SystemClock
from anshu.ledger.check import check_ledger
from anshu.outbox.dead_letters import backlog, dead_letters
from anshu.store.principal import Relay
from anshu.store.unit_of_work import Store
from anshu_tenants.doctor import Finding
from anshu_tenants.estate import Estate
from anshu_tenants.registry import list_all, principal

WAITS_TOO_LONG_SECONDS = 600


async def examine_messages(store: Store) -> list[Finding]:
    """Dead letters one by one, and queues whose oldest message has waited too long."""
    findings: list[Finding] = []
    for node in store.nodes:
        async with store.begin(Relay(node), purpose="doctor.messages") as tx:
            dead = await dead_letters(tx)
            queues = await backlog(tx, now=SystemClock().now())
        for letter in dead:
            name = f"{node}/{letter.id} {letter.actor} ({letter.tenant_role}): {letter.error}"
            zh = f"消息未能处理：{name}。排除原因后运行 anshu letters retry {letter.id}"
            en = f"a message failed: {name}. Cure it, then anshu letters retry {letter.id}"
            findings.append(Finding(severe=True, code="dead_letter", zh=zh, en=en))
        for queue in queues:
            if queue.due and queue.oldest_due_seconds > WAITS_TOO_LONG_SECONDS:
                minutes = int(queue.oldest_due_seconds // 60)
                zh = f"{node} 队列 {queue.queue} 最早的消息已等待 {minutes} 分钟：请检查 worker"
                en = f"{node} queue {queue.queue} waits for {minutes} minutes: check the workers"
                findings.append(Finding(severe=True, code="backlog", zh=zh, en=en))
    return findings


async def examine_ledgers(estate: Estate) -> list[Finding]:
    """The full check of every active tenant's ledger; slow with years of events."""
    findings: list[Finding] = []
    now = SystemClock().now()
    for row in await list_all(estate.store, estate.control_node):
        if row.state != "active":
            continue
        async with estate.store.begin(principal(row), purpose="doctor.ledger", lane="slow") as tx:
            report = await check_ledger(tx, now=now)
        findings += [
            Finding(severe=True, code="ledger", zh=f"{row.name} {found.said('zh-CN')}",
                    en=f"{row.name} {found.said('en')}")
            for found in report.findings
        ]  # fmt: skip
    return findings

"""Prometheus metrics of this process: transactions by purpose, requests by route."""

from prometheus_client import Counter, Histogram

from anshu.store.unit_of_work import TransactionEnded

TRANSACTIONS = Histogram(
    "anshu_transaction_seconds",
    "Duration of database transactions",
    ["purpose", "committed"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)
ROUND_TRIPS = Counter(
    "anshu_round_trips_total", "Round trips to the database by purpose", ["purpose"]
)


def observe(ended: TransactionEnded) -> None:
    """Counts one ended transaction; its tenant is left out on purpose."""
    TRANSACTIONS.labels(ended.purpose, str(ended.committed).lower()).observe(ended.seconds)
    ROUND_TRIPS.labels(ended.purpose).inc(ended.round_trips)

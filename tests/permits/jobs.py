"""What the application of each kind of job says: the demonstration's data, the tests' people."""

from datetime import timedelta

from msgspec import Struct

from anshu.demonstration import permit_jobs
from anshu.demonstration.permit_jobs import MEASURES as MEASURES
from tests.web.office import Json

# Who is called otherwise here than in the demonstration.
CALLED = {"fixer": "helper", "incharge": "in_charge"}
CERTIFICATES = {
    "welder": "welder_certificate", "climber": "climber_certificate",
    "crane_operator": "crane_certificate", "commander": "commander_certificate",
    "electrician": "foreman_certificate",
}  # fmt: skip


class Job(Struct, frozen=True):
    """A kind of job at a level: how long, the kind's own fields, workers and who signs.

    `workers`: person, duty, certificate key. `cosign`, `approve`: people in the roles asked;
    `unit`: whether the unit's head signs before them. `gas`: whether it needs a gas test.
    """

    kind: str
    level: str
    fields: Json
    workers: tuple[tuple[str, str, str], ...]
    approve: tuple[str, ...]
    cosign: tuple[str, ...]
    unit: bool
    gas: bool
    lasts: timedelta = timedelta(hours=6)


def _here(job: permit_jobs.Job) -> Job:
    called = {post: CALLED.get(post, post) for post in (*job.approve, *job.cosign)}
    workers = tuple(
        (CALLED.get(post, post), duty, CERTIFICATES.get(duty, "")) for post, duty in job.workers
    )
    return Job(
        job.kind, job.level, job.fields, workers, tuple(called[post] for post in job.approve),
        tuple(called[post] for post in job.cosign), job.unit, job.gas,
    )  # fmt: skip


JOBS = {level: _here(job) for level, job in permit_jobs.JOBS.items()}

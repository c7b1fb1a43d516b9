"""Every fact provider of the module, for its manifest."""

from anshu_permit.readings.elsewhere import ELSEWHERE
from anshu_permit.readings.gas import GAS, SAMPLE
from anshu_permit.readings.guardians import GUARDIANS, PRESENCE_ROW
from anshu_permit.readings.hot_areas import HOT_AREAS
from anshu_permit.readings.kinds import KINDS
from anshu_permit.readings.leaving import LEAVING
from anshu_permit.readings.monitoring import MONITORING
from anshu_permit.readings.neighbours import NEIGHBOURS
from anshu_permit.readings.outage import OUTAGE
from anshu_permit.readings.passages import PASSAGE
from anshu_permit.readings.periods import PERIODS
from anshu_permit.readings.preparation import PREPARATION
from anshu_permit.readings.related import RELATED
from anshu_permit.readings.signer import SIGNER
from anshu_permit.readings.similar import SIMILAR
from anshu_permit.readings.spot import SPOT
from anshu_permit.readings.terms import TERMS
from anshu_permit.readings.weather import WEATHER
from anshu_permit.readings.window import WINDOW
from anshu_permit.readings.workers import ACTOR, WORKERS

PROVIDERS = (
    ACTOR, ELSEWHERE, GAS, GUARDIANS, HOT_AREAS, KINDS, LEAVING, MONITORING, NEIGHBOURS, OUTAGE,
    PASSAGE, PERIODS, PREPARATION, PRESENCE_ROW, RELATED, SAMPLE, SIGNER, SIMILAR, SPOT, TERMS,
    WEATHER, WINDOW, WORKERS,
)  # fmt: skip

"""The boards are tested on the same plant as the records."""

from tests.records.conftest import plant as plant
from tests.records.conftest import services as services
from tests.records.conftest import settings as settings

"""The attacker's tests run over the same two plants and the same application as the web's."""

from tests.records.conftest import plant as plant
from tests.records.conftest import services as services
from tests.records.conftest import settings as settings
from tests.web.conftest import neighbour as neighbour
from tests.web.conftest import office as office

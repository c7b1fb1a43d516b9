"""A plant's calendar for fact providers: which days are worked, which are not."""

from anshu.kernel.plant_calendar import PlantCalendar as PlantCalendar
from anshu.kernel.plant_calendar import read_plant_calendar as read_plant_calendar

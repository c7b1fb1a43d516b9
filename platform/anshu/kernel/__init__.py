"""Pure building blocks: ids, clock, calendar, canonical form, refusals."""

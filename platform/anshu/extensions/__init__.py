"""Loads plugins and connectors by stevedore and checks them at start-up."""

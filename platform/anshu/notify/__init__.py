"""Channels beside the work list: mail and webhooks, and what people wish of them."""

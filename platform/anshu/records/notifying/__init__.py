"""From notices to channels: who gets what by mail, who did not read, what webhooks are told."""

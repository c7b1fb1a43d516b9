"""Ways to sign besides handwriting: a PIN, or a key behind the phone's fingerprint reader."""

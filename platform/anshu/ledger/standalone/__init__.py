"""The stand-alone verifier: shipped inside packages, runs without this product."""

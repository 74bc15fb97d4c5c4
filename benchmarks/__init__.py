"""Benchmarks: each prints its figures by one command, `python -m benchmarks.<name>`."""

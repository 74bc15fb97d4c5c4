"""How far more workers help: one and two of them here, and up to 64 simulated from what was timed."""

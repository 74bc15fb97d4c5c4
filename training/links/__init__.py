"""How links between statements are weighed: `python -m training.links`."""

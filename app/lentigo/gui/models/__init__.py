"""The models on this computer, and how they come there."""

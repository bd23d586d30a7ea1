"""Checkpoints and documents from the internet: the only part of a program here that opens a connection."""

GO_ON = "Check the network, then give the same command again: it goes on where it stopped."

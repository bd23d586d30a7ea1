"""`lentigo models import …`."""

import argparse


def add_action(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the action and its options."""

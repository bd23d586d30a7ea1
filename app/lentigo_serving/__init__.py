"""Lentigo for other programs: an API on the loopback. No part of the program that clinics run."""

"""Rules that keep an answer honest: red flags and output guards."""

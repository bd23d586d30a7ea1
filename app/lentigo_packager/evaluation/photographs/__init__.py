"""How well a model answers on labelled photographs, through the program's own analysis."""

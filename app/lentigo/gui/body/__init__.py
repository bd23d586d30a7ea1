"""The map of the body: pictures to put a pin on, for each subject that asks where something is."""

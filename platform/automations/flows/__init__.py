"""Automations: what happens by itself. A trigger is caught, a run is planned, its steps are taken one after the other."""

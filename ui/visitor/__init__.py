"""The patient's screen."""

"""The kiosk program: settings, parts put together, started and stopped."""

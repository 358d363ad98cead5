"""Where guards see the alarms and act on them: one protocol, served by a watch for its own PC and by a hub."""

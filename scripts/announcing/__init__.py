"""What [mqtt] says, and the announcer that is made of it."""

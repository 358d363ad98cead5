"""Alarms and words of life on their way from the nodes to the hub whose list they follow."""

"""Beacons: what makes an alarm heard and seen at the door, a lamp, a siren, a loudspeaker."""

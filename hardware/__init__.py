"""Things with a plug: each a protocol with a fake beside it. They arrive with the kiosk and the guards' beacons."""

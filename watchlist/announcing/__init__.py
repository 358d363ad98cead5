"""What happens is announced to an MQTT broker, so that the building's own systems can listen. A listener is no guard:
nothing that is announced says who somebody is."""

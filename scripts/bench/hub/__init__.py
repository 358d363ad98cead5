"""`gatehouse bench hub`: how quickly a hub's changes reach many nodes."""

"""`gatehouse accounts`: who may work on the list of this home's hub."""

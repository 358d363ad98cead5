"""`gatehouse nodes`: which programs may ask this home's hub."""

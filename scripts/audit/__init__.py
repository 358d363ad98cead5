"""`gatehouse audit`: the record of who did what, shown, verified and exported."""

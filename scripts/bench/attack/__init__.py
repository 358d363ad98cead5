"""`gatehouse bench attack`: listed people come and go while the programs that look for them are killed."""

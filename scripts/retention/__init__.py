"""What is kept no longer goes; `gatehouse retention` shows that it does."""

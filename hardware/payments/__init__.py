"""Ways to be paid by QR: a simulator, WeChat Pay."""

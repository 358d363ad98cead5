"""`gatehouse reports`: what people tell about scalpers."""

"""`gatehouse evidence`: what the police get about a person or about reports, in one sealed file."""

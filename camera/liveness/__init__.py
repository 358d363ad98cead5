"""Is a person there, or a picture of one: challenges, parallax, passive scores."""

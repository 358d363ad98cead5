"""A drawn hospital entrance with people walking through: a camera for demonstrations, where there is no camera."""

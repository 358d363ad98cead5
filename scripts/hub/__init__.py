"""The hub program: one server for the desk."""

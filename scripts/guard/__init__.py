"""The guards' console program: settings, post, window and badge reader put together."""

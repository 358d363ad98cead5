"""The guards' console: it draws what `watchlist.post.console` says, sounds, and reports keys and clicks."""

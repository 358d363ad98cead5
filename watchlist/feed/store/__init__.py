"""Where a shared list is kept: what its authority publishes, what a follower took, how either tells it on."""

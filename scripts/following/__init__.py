"""Following a hub's list: what [follow] says, and the commands that join it and leave it."""

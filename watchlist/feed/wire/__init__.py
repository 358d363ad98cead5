"""How a list travels: the lines of a transfer, over HTTP or in a sealed file."""

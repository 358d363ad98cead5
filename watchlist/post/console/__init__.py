"""What the guards' console shows and does: pure. Facts and times in, a screen and effects out; `ui.guard` draws it."""

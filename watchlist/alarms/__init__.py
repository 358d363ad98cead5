"""An alarm after it rang: what is kept of it, who has it, how it ends."""

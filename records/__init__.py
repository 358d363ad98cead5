"""How anything is kept: keys, sealed blobs, append-only changes, the audit chain. Never what is kept."""

"""The appointment desk that all kiosks and channels of a site share."""

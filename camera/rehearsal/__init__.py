"""A network camera to rehearse with: films served over RTSP on loopback, and the ways in which such a camera fails."""

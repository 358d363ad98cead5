"""The kiosk without hardware: its real program, a real hub, fake parts, and a hand that moves them."""

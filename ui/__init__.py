"""Screens, and the only home of Qt. The screens of visitors and of guards arrive with their programs."""

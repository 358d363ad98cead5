"""Expected failures of the commands themselves. Anything else is a bug."""


class SettingsError(Exception):
    """The settings file, or what was asked for on the command line, cannot be used as it is."""

    hint = "Correct the file and run the command again; nothing was started."

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


class CommandError(Exception):
    """A command that could not do what it was asked to; `hint` tells whoever must act what to do."""

    hint = "Run 'gatehouse doctor': it says which part does not work here."

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


class CannotWrite(CommandError):
    hint = "Choose a folder you may write to, or free some space."


class DemoFailed(CommandError):
    pass

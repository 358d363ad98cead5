"""Expected failures of keeping things. Anything else is a bug."""


class RecordsError(Exception):
    """Base of every expected failure in this package; `hint` tells whoever must act what to do."""

    hint = "Call the technical service and keep the home directory as it is."

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


class KeyMissing(RecordsError):
    hint = "The key is kept apart from the home directory. Put it back from its backup: without it nothing can be read."


class WrongKey(RecordsError):
    hint = "This home directory was sealed with another key. Put that key back; nothing was changed."


class DatabaseDamaged(RecordsError):
    hint = "Keep the file for the technical service and restore the home directory from a backup."


class DatabaseBusy(RecordsError):
    hint = "Another program is writing. Try again in a moment."


class DatabaseAway(RecordsError):
    hint = "See whether the database server runs and this PC reaches it. Gatehouse goes on by itself when it is back."


class StorageFull(RecordsError):
    hint = "Free some space on the disk of the home directory. Nothing half-written was kept."


class ChainBroken(RecordsError):
    """`number` is that of the first audit record that is wrong; 0 where it is something else."""

    hint = "A record was changed behind the program's back. Keep the file as evidence and tell the privacy officer."

    def __init__(self, message: str, hint: str | None = None, number: int = 0) -> None:
        super().__init__(message, hint)
        self.number = number


class ExportRefused(RecordsError):
    hint = "Give a file that 'gatehouse audit export' wrote: JSON lines, or CSV where its name ends so."


class KeyDamaged(RecordsError):
    hint = "The file is not a key of this program. Put the right one back from its backup."


class KeyUnsafe(RecordsError):
    hint = "Only the user who runs Gatehouse may read the key. Take the rights of everybody else away."


class SignatureRefused(RecordsError):
    hint = "Somebody else made this, or it was changed on the way. Keep it as evidence and tell the technical service."


class SealBroken(RecordsError):
    hint = "A sealed record was changed or moved behind the program's back. Restore the home directory from a backup."


class DatabaseTooNew(RecordsError):
    hint = "A newer Gatehouse has written here. Use that version, or restore a backup from before."


class StorageRefused(RecordsError):
    hint = "Check that the folder exists, lies on a local disk, and that this user may write in it."


class TracesLeft(RecordsError):
    hint = "Nothing is listed any more. Close the other Gatehouse programs once: the last traces go with them."


class LedgerDamaged(RecordsError):
    hint = (
        "Whoever can still be read there is erased when the watch or the hub starts. After that, with the program "
        "ended, give the file to the privacy officer: the next start begins a new one of everybody who is erased."
    )


class LedgerGone(LedgerDamaged):
    hint = (
        "The watch or the hub begins a new one of everybody who is erased in the database. Find out who took the file "
        "away; was the database replaced by an older one as well, restore a backup with 'gatehouse restore FILE "
        "--ledger COPY': else people who were erased ring again."
    )


class DatabaseOlder(RecordsError):
    """Than its ledger of erasures; told after it was mended as far as it can be."""

    hint = (
        "The power failed while somebody was erased, and then all is well. Or an older copy of the database was put "
        "back: then look through the nodes and accounts, end again those that had ended, and list again who is "
        "missing. All log-ins have ended, and a hub that signs a list has begun a new epoch."
    )


class RestoreUnfinished(RecordsError):
    hint = "Run 'gatehouse restore --finish': it was cut short while it put the files in their places."


class SealedFileError(RecordsError):
    """A file that is sealed under a pass phrase cannot be read. Base."""


class SealedFileRefused(SealedFileError):
    """It is no file of this kind and version."""

    hint = "Give the file that this program wrote for this purpose."


class SealedFileLocked(SealedFileError):
    hint = "Ask whoever made the file for its pass phrase, and mind capitals and spaces."


class SealedFileDamaged(SealedFileError):
    """A piece was changed, moved or belongs to another file."""

    hint = "Copy the file again from where it was made, and begin again: what was right so far counts."


class SealedFileCut(SealedFileError):
    """It ends before its content does."""

    hint = "Copy the whole file again from where it was made, and begin again: what was right so far counts."


class AccountRefused(RecordsError):
    hint = "Run 'gatehouse guards list' to see who has an account."


class PinRefused(RecordsError):
    hint = "Choose 6 to 12 digits that nobody tries first."


class PassphraseRefused(RecordsError):
    hint = "Choose 12 characters or more that nobody tries first: four words that have nothing to do with each other."


class WrongCredential(RecordsError):
    """`wait_s`: no other try before so many seconds; 0 when one may be made at once."""

    hint = "Check the number and the PIN, or hold the badge to the reader again."

    def __init__(self, message: str, wait_s: float = 0.0) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class AddressRefused(RecordsError):
    """It is not one that personal data may be sent to."""

    hint = "Write it as https://..., or as http://127.0.0.1:... where the server runs on this PC."


class NoSession(RecordsError):
    hint = "Log in again."

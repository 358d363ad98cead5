"""PINs as Argon2id hashes (RFC 9106), with parameters that a slow PC tries in about 0.1 s."""

from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

ROUNDS, MEMORY_KIB, LANES = 2, 19 * 1024, 1


class PinHasher:
    """Any thread may use it."""

    def __init__(self, rounds: int = ROUNDS, memory_kib: int = MEMORY_KIB) -> None:
        self._argon2 = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=LANES)

    def hashed(self, pin: str) -> str:
        return self._argon2.hash(pin)

    def fits(self, hashed: str, pin: str) -> bool:
        try:
            return self._argon2.verify(hashed, pin)
        except (VerificationError, InvalidHashError):
            return False

    @cached_property
    def nobodys_hash(self) -> str:
        """To be tried for an account that there is not, which then takes as long to refuse."""
        return self._argon2.hash("nobody's")

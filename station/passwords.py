"""Passwords: what may be one, and their hashes (argon2id, RFC 9106). The only file that knows argon2."""

from __future__ import annotations

import unicodedata
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from station.errors import AccountError

SHORTEST, LONGEST = 8, 256


def check_password(password: str, name: str) -> None:
    """Refuse what is guessed first: too short, or the name itself (NIST SP 800-63B, 3.1.1). Raises AccountError."""
    hint = f"Use {SHORTEST} to {LONGEST} characters; a few words are easier to remember than signs."
    if not SHORTEST <= len(_one_form(password)) <= LONGEST:
        raise AccountError(f"The password must have {SHORTEST} to {LONGEST} characters.", hint)
    if password.casefold() == name.casefold() or len(set(password)) < 3:
        raise AccountError("This password is too easy to guess.", hint)


class Passwords:
    """Hashes and checks passwords; each takes some 50 ms and 64 MiB on purpose. Thread-safe."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Hash with a new salt. The text holds the parameters too."""
        return self._hasher.hash(_one_form(password))

    def fits(self, password_hash: str | None, password: str) -> bool:
        """Whether `password` is the one behind the hash. None, for an unknown name, takes as long and is never so.

        Raises AccountError: the hash is not one.
        """
        try:
            self._hasher.verify(password_hash or self._nobody, _one_form(password))
        except VerifyMismatchError:
            return False
        except (InvalidHashError, VerificationError) as error:
            raise AccountError(
                "The stored password of this account cannot be read.", "An administrator can set a new one."
            ) from error
        return password_hash is not None

    def is_dated(self, password_hash: str) -> bool:
        """Whether the hash was made with other parameters than those of today."""
        return self._hasher.check_needs_rehash(password_hash)


def _one_form(password: str) -> str:
    # the same word must fit from every keyboard: an accent may come as one character or as two
    return unicodedata.normalize("NFC", password)

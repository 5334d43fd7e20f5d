"""Secrets are sealed before they reach the database, with a key that only its owner can read."""

import stat
from pathlib import Path

from cryptography.fernet import Fernet

from bot.store.vault import Vault


def test_what_is_sealed_can_be_opened_and_not_read() -> None:
    vault = Vault(Fernet.generate_key().decode())
    sealed = vault.seal("nmv_usr_secret")
    assert b"nmv_usr_secret" not in sealed
    assert vault.open(sealed) == "nmv_usr_secret"


def test_another_key_opens_nothing() -> None:
    sealed = Vault(Fernet.generate_key().decode()).seal("nmv_usr_secret")
    assert Vault(Fernet.generate_key().decode()).open(sealed) is None


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    sealed = Vault.beside(tmp_path).seal("nmv_usr_secret")
    assert Vault.beside(tmp_path).open(sealed) == "nmv_usr_secret"
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_every_purpose_has_a_key_of_its_own_that_comes_out_the_same_again() -> None:
    key = Fernet.generate_key().decode()
    first, again = Vault(key), Vault(key)
    assert first.derive("news") == again.derive("news")
    assert len({key, first.derive("news"), first.derive("results")}) == 3
    sealed = first.seal("x")
    assert Vault(first.derive("news")).open(sealed) is None

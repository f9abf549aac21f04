"""Database addresses survive every spelling, and their password never prints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url

from app.cluster import Address, ClusterError

_words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20
)


@given(user=_words, password=_words, database=_words)
def test_any_login_survives_the_way_through_a_url(user: str, password: str, database: str) -> None:
    address = Address(user, password, database, (("host", "/tmp/a b"), ("port", "54329")))
    assert Address.parse(address.url()) == address
    assert conninfo_to_dict(address.url())["password"] == password


@given(password=_words)
def test_sqlalchemy_reads_the_same_password(password: str) -> None:
    url = Address("u", password, "d").url()
    assert make_url(url).password == password


def test_the_key_value_spelling_is_read_too() -> None:
    address = Address.parse("host=db.example.org port=6000 dbname=plans user=u password='a b'")
    assert (address.user, address.password, address.database) == ("u", "a b", "plans")
    assert dict(address.others) == {"host": "db.example.org", "port": "6000"}


def test_an_address_without_database_means_floorplans() -> None:
    assert Address.parse("postgresql://u@h").database == "floorplans"


def test_an_address_that_is_none_is_refused_without_repeating_it() -> None:
    with pytest.raises(ClusterError) as refusal:
        Address.parse("hush hush")
    assert refusal.value.code == "DATABASE_URL_INVALID"
    assert "hush" not in refusal.value.message


def test_a_printed_address_holds_no_password() -> None:
    address = Address.parse("postgresql://u:hush@h/d")
    assert "hush" not in repr(address) + address.place


def test_psql_learns_the_address_from_its_environment() -> None:
    environment = Address.parse("postgresql://u:pw@h:77/d").environment()
    assert environment == {
        "PGUSER": "u",
        "PGPASSWORD": "pw",
        "PGDATABASE": "d",
        "PGHOST": "h",
        "PGPORT": "77",
    }

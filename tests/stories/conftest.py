"""A real PostgreSQL for the tests of the hub."""

from tests.postgres_peer import postgres_of_the_run

postgres = postgres_of_the_run

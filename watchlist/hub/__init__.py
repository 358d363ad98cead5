"""A list that many hospitals work on: who may do what, with which keys, and what each call does."""

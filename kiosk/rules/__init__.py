"""The rules against scalping and for families: who may act, how much, when. Pure."""

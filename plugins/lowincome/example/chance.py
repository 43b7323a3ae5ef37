"""Chance that is always the same: every draw comes from a stream named by what it is for.

A household's own stream depends on nothing but its key and the month, so that one more household, or one rule more in
the story, does not change all the others.
"""

import hashlib
import random
from collections.abc import Mapping


def stream(*key: object) -> random.Random:
    """A stream of draws named by its key; the same key gives the same draws on every machine."""
    return random.Random("|".join(map(str, key)))


def share(*key: object) -> float:
    """A fixed number in [0, 1) for a key: who a trait belongs to, month after month."""
    return int.from_bytes(hashlib.blake2b("|".join(map(str, key)).encode(), digest_size=6).digest(), "big") / 2**48


def happens(chance: random.Random, probability: float) -> bool:
    """True with this probability; one draw is always used up."""
    return chance.random() < probability


def pick(chance: random.Random, weights: Mapping[str, float]) -> str:
    """One word, as often as its weight says."""
    return chance.choices(list(weights), list(weights.values()))[0]

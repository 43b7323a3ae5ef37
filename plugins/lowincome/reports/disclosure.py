"""Small numbers about private matters: which of a row's cells must not be shown when their sum is."""

from collections.abc import Sequence


def hidden(counts: Sequence[int | None], minimum: float) -> set[int]:
    """Positions to hide in a row of townships whose county total stands beside it.

    A cell between zero and the minimum is hidden. Then the smallest of the others follow until the hidden ones add up to
    the minimum: otherwise the total less the rest would give them away. Where that cannot be reached, all are hidden.
    None (not known) is neither hidden nor counted.
    """
    known = {place: count for place, count in enumerate(counts) if count is not None}
    hide = {place for place, count in known.items() if 0 < count < minimum}
    if not hide:
        return set()
    for place in sorted(known.keys() - hide, key=lambda place: (known[place] == 0, known[place], place)):
        if sum(known[hidden_place] for hidden_place in hide) >= minimum:
            break
        hide.add(place)
    return hide

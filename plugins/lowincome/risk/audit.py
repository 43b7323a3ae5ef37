"""Whom the model would send visits to, by sex of the head, ethnicity, age, township and disability.

The score may not look at these; this module does, only to show whether it treats them differently all the same. What is read here goes
into the card as counts, never into a feature.
"""

from datetime import date
from typing import Any

import numpy as np

from lowincome.risk import parameters

_GROUPS = """
SELECT
  h.month,
  h.household_id,
  coalesce(CASE WHEN p.is_male THEN '男' WHEN NOT p.is_male THEN '女' END, '不知') AS "户主性别",
  coalesce(p.ethnicity, '不知') AS "户主民族",
  coalesce(
    CASE
      WHEN full_years(p.birth_date, last_day(h.month)) >= $elder_from THEN $elder_from || '岁以上'
      WHEN p.birth_date IS NOT NULL THEN '不满' || $elder_from || '岁'
    END, '不知') AS "户主年龄",
  h.township_name AS "乡镇",
  coalesce((
    SELECT CASE WHEN bool_or(d.has_disability_card OR d.health = '残疾') THEN '有' ELSE '没有或不知' END
    FROM core.person_month AS d
    WHERE d.month = h.month AND d.household_id = h.household_id AND d.is_in_household
  ), '没有或不知') AS "残疾成员"
FROM core.household_month AS h
LEFT JOIN core.person_month AS p ON h.month = p.month AND h.household_id = p.household_id AND h.head_person_id = p.person_id
WHERE list_contains($months, h.month) AND h.known_on <= $closes_on
"""


def groups(con: Any, month: date, closes_on: date, months: np.ndarray, households: np.ndarray, flagged: np.ndarray) -> list[dict[str, Any]]:
    """One row a group: how many household-months were tested, how many of them would be visited, and that share.

    A group below the parameter `small_cell_minimum` keeps its row, but its figures are None: it is hidden, not zero.
    """
    days = [day.item() if isinstance(day, np.datetime64) else day for day in months.astype("datetime64[D]")]
    least = parameters.value(con, month, "small_cell_minimum")
    given = {
        "elder_from": int(parameters.value(con, month, "risk_elder_age_from")),
        "months": sorted(set(days)),
        "closes_on": closes_on,
    }
    answer = con.execute(_GROUPS, given)
    titles = [column[0] for column in answer.description][2:]
    facts = {(row[0], row[1]): row[2:] for row in answer.fetchall()}
    nothing = tuple("不知" for _ in titles)
    held = np.array([facts.get((day, household), nothing) for day, household in zip(days, households, strict=True)])
    result: list[dict[str, Any]] = []
    for title, values in zip(titles, held.T, strict=True):
        for name in sorted(set(values)):
            here = values == name
            size, hit = int(here.sum()), int((here & flagged).sum())
            shown = size >= least
            result.append(
                {
                    "group": f"{title}: {name}",
                    "size": size if shown else None,
                    "flagged": hit if shown else None,
                    "rate": hit / size if shown else None,
                }
            )
    return result

"""The same month by a plain script: pandas reads the workbooks through openpyxl, loops decide, openpyxl writes one list a township.

It is what a capable clerk would write in a week, kept here to compare with. It answers fewer questions: no receipts, no cases, no
unknowns told apart from zeros, no dates of rules, nothing kept.
"""

import sys
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd

from lowincome import policy

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
INCOMES = ["工资性收入", "经营净收入", "财产净收入", "转移净收入"]


def good_number(text: str) -> bool:
    text = str(text).strip().upper()
    if len(text) != 18 or not text[:17].isdigit():
        return False
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(text, WEIGHTS, strict=False)) % 11] == text[17]


def numbers(month: date, region: str) -> dict[str, float]:
    names = [
        "dibao_line_rural",
        "low_income_ceiling_multiple",
        "medical_burden_share",
        "severe_disability_level",
        "dangerous_housing_grade",
        "compulsory_school_age_from",
        "compulsory_school_age_to",
        "job_loss_months",
    ]
    return {name: float(policy.lookup(name, month, region).value or 0) for name in names}


def judge(household: pd.Series, members: pd.DataFrame, limit: dict[str, float], month: date) -> list[str]:
    found = []
    income = pd.to_numeric(household[INCOMES], errors="coerce").sum()
    per_head = income / max(len(members), 1)
    line = limit["dibao_line_rural"]
    covered = household["救助类别"] in ("农村低保", "城市低保", "集中特困", "分散特困")
    in_band = line < per_head < line * limit["low_income_ceiling_multiple"] and household["财产符合"] == "是"
    if per_head < line and not covered:
        found.append("收入低于低保标准而未纳入")
    if in_band and not covered:
        found.append("低收入家庭")
    if covered and per_head > line:
        found.append("收入高于低保标准")
    if pd.to_numeric(household["医疗自付"], errors="coerce") > income * limit["medical_burden_share"]:
        found.append("医疗负担重")
    if household["住房等级"] and household["住房等级"] in "ABCD"[int(limit["dangerous_housing_grade"]) - 1 :]:
        found.append("危房")
    if household["饮水安全"] == "否":
        found.append("饮水不安全")
    if covered and not str(household["走访日期"]).startswith(month.strftime("%Y-%m")):
        found.append("本月未走访")
    for _, member in members.iterrows():
        number = str(member["证件号码"])
        age = month.year - int(number[6:10]) if good_number(number) else None
        level = "一二三四".find(str(member["残疾等级"])[:1]) + 1
        if in_band and member["残疾人证"] == "有" and 1 <= level <= limit["severe_disability_level"]:
            found.append("重残可按单人户")
        if in_band and member["健康状况"] == "大病":
            found.append("重病可按单人户")
        if member["医保参保"] == "否":
            found.append("未参加医保")
        if (
            age is not None
            and limit["compulsory_school_age_from"] <= age <= limit["compulsory_school_age_to"]
            and member["在校情况"] == "失学辍学"
        ):
            found.append("义务教育阶段失学")
        if pd.to_numeric(member["连续无收入月数"], errors="coerce") >= limit["job_loss_months"] and member["失业保险"] == "未参保":
            found.append("连续无收入")
    return found


def main(inbox: Path, out: Path, month: date, region: str) -> None:
    limit = numbers(month, region)
    for path in sorted(inbox.rglob("*.xlsx")):
        # what departments send lies in the same folder
        if "家庭" not in openpyxl.load_workbook(path, read_only=True).sheetnames:
            continue
        sheets = pd.read_excel(path, sheet_name=["家庭", "成员"], dtype=str, engine="openpyxl")
        sheets = {title: sheet.fillna("") for title, sheet in sheets.items()}
        people = dict(tuple(sheets["成员"].groupby("户编号")))
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["户编号", "户主", "行政村", "发现了什么"])
        for _, household in sheets["家庭"].iterrows():
            found = judge(household, people.get(household["户编号"], sheets["成员"].head(0)), limit, month)
            if found:
                sheet.append([household["户编号"], household["户主姓名"], household["行政村"], "、".join(sorted(set(found)))])
        out.mkdir(parents=True, exist_ok=True)
        book.save(out / f"{path.stem}_清单.xlsx")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), date.fromisoformat(sys.argv[3]), sys.argv[4])

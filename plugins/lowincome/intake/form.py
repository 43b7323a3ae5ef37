"""The 报送表: its sheets, its columns in order, and the words each coded column allows."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

VERSION = "1"
COVER = "说明"
COVER_KEYS = ("模板版本", "乡镇代码", "乡镇名称", "月份", "名册指纹")

# sheet key (the table it lands in) → title of the sheet
SHEETS = {"household": "家庭", "member": "成员", "change": "增减", "feedback": "核查反馈"}

AMOUNTS = ("工资性收入 经营净收入 财产净收入 转移净收入 必要就业成本 医疗自付 教育支出 住房支出 康复照料支出 其他刚性支出").split()
# the columns that hold figures
NUMBERS = (*AMOUNTS, "保障人数", "月保障金额", "务工月数", "连续无收入月数", "金额")

COLUMNS = {
    "household": [
        *"户编号 户主姓名 户主证件号码 行政村 城乡 监测类别 建档立卡 救助类别 低保档次 保障人数 月保障金额 首次纳入年月 渐退起始年月".split(),
        *AMOUNTS,
        *"住房等级 饮水安全 财产符合 存款与有效资产 本月遭遇 走访日期 走访人 本月变化 备注".split(),
    ],
    "member": (
        "户编号 姓名 证件号码 与户主关系 民族 健康状况 大病病种 残疾人证 残疾类别 残疾等级 劳动能力 自理能力 就业状况 农民工 务工地 务工月数 连续无收入月数"
        " 无收入起始年月 主要劳动力 产业就业可帮扶 能单独立户 长期照料需求 失业保险 医保参保 在校情况 留守类别 儿童类别 单人户纳入 享受补贴 状态 状态日期"
    ).split(),
    "change": "姓名 证件号码 户编号 变动 救助类别 原因 日期".split(),
    "feedback": "预警编号 户主 行政村 核查日期 核查人 核查结果 采取措施 落实日期 金额 申请销号 说明".split(),
}

# without these a row says nothing that could be kept
REQUIRED = {
    "household": ("户编号", "户主姓名"),
    "member": ("户编号", "姓名", "与户主关系"),
    "change": ("户编号", "变动"),
    "feedback": ("预警编号",),
}

CODES: dict[str, dict[str, tuple[str, ...]]] = {
    "household": {
        "城乡": ("农村", "城镇"),
        "监测类别": ("脱贫户", "脱贫不稳定户", "边缘易致贫户", "突发严重困难户", "一般户"),
        "建档立卡": ("未脱贫", "已脱贫", "脱贫再返贫", "否"),
        "救助类别": ("农村低保", "城市低保", "集中特困", "分散特困", "低保边缘", "刚性支出困难", "无"),
        "低保档次": ("A", "B", "C"),
        "住房等级": ("A", "B", "C", "D"),
        "饮水安全": ("是", "否"),
        "财产符合": ("是", "否", "未核"),
        "存款与有效资产": ("有", "无", "未核"),
        "本月遭遇": ("无", "因病", "因残", "因学", "因灾", "因意外", "因疫情", "因失业", "其他"),
        "本月变化": ("无变化", "有变化", "新增", "退出"),
    },
    "member": {
        "与户主关系": ("户主", "配偶", "子女", "子女配偶", "孙子女", "父母", "配偶父母", "祖父母", "兄弟姐妹", "其他"),
        "健康状况": ("健康", "慢性病", "大病", "残疾"),
        "残疾人证": ("有", "无"),
        "残疾类别": ("视力", "听力", "言语", "肢体", "智力", "精神", "多重"),
        "残疾等级": ("一", "二", "三", "四"),
        "劳动能力": ("有", "部分丧失", "完全丧失", "无"),
        "自理能力": ("自理", "半失能", "失能"),
        "就业状况": ("就业", "灵活就业", "失业", "无业", "在校", "退休"),
        "农民工": ("是", "否"),
        "主要劳动力": ("是", "否"),
        "产业就业可帮扶": ("是", "否"),
        "能单独立户": ("是", "否"),
        "长期照料需求": ("有", "无"),
        "失业保险": ("参保", "未参保"),
        "医保参保": ("是", "否"),
        "在校情况": ("在校", "不在校", "失学辍学"),
        "留守类别": ("无", "留守儿童", "留守妇女", "留守老人"),
        "儿童类别": ("无", "孤儿机构", "孤儿散居", "事实无人抚养困难家庭", "事实无人抚养其他"),
        "单人户纳入": ("是", "否"),
        "状态": ("在户", "死亡", "迁入", "迁出", "出生", "婚入", "婚出"),
    },
    "change": {
        "变动": ("新增", "退出", "提标", "降标"),
        "救助类别": ("农村低保", "城市低保", "集中特困", "分散特困", "低保边缘", "刚性支出困难", "无"),
    },
    "feedback": {
        "核查结果": ("属实", "不属实", "已有政策覆盖", "外出未见", "需部门复核"),
        "申请销号": ("是", "否"),
    },
}

# what other offices call the same column
SYNONYMS = {
    "身份证号": "证件号码",
    "身份证号码": "证件号码",
    "公民身份号码": "证件号码",
    "户主身份证号": "户主证件号码",
    "户主身份证号码": "户主证件号码",
    "家庭编号": "户编号",
    "成员姓名": "姓名",
    "关系": "与户主关系",
    "村": "行政村",
    "村(居)": "行政村",
    "月保障金额(元)": "月保障金额",
}

# how a column is filled in a workbook that goes out: see form_filling.csv
FIXED, CHANGING, ANEW, ANSWERED = "固定", "可改", "每月重填", "部门"
AMOUNT, WHOLE, DAY, MONTH, NUMBER = "金额", "整数", "日期", "年月", "证件号码"


class Filling(NamedTuple):
    """how: 固定 comes filled and locked, 可改 comes filled and open, 每月重填 comes empty, 部门 is filled and locked where a department answers it.

    feed: which department's data, else empty. kind: 文字, 选择 or one of the kinds above. hint: what stands at the header.
    """

    how: str
    feed: str
    kind: str
    hint: str


@cache
def filling() -> dict[tuple[str, str], Filling]:
    """(sheet key, column) → how it is filled, for every column of the form."""
    keys = {title: key for key, title in SHEETS.items()}
    with Path(__file__).with_name("form_filling.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {(keys[row["工作表"]], row["栏目"]): Filling(row["填法"], row["部门数据"], row["格式"], row["提示"]) for row in rows}

"""What is answered about a roster from another system. Shape as in `answers`, which takes these in."""

ROSTER: dict[str, tuple[str, str, str, str]] = {
    "list_landed": (
        "info",
        "按「{kind}」接收:{rows} 行,归为 {homes} 户;回执里的行号和单元格都是原名单上的。",
        "",
        "本月如果另有报送表,以报送表为准。",
    ),
    "list_columns_absent": (
        "warning",
        "名单里没有 {count} 栏,全部按未知处理:{names}。",
        "未知不等于没有,也不当作 0;与它们有关的预警本月无法判断。",
        "能补的请填在本月的报送表里;原系统没有的,不用管。",
    ),
    "list_columns_unused": ("info", "「{title}」的这些栏目用不上,没有读取:{names}。", "", "不用改。"),
    "list_footers": ("info", "「{title}」第 {rows} 行是合计、落款或重复的表头,没有当作人员。", "", "如果其中有真实的人,请写明证件号码。"),
    "list_sheet_skipped": ("info", "「{title}」表认不出是什么名单,没有读取。", "", "如果里面有要报的人,请核对它的表头。"),
    "list_heads_only": (
        "warning",
        "「{title}」每户只有户主一行,其他家庭成员没有列出。",
        "不知道家里还有谁,人均收入、劳动力等都无法判断。",
        "请改用一人一行的名单,或填本月的报送表。",
    ),
    "list_numbers_made": (
        "info",
        "「{title}」里有 {made} 户没有户编号,已按户主证件号码编号;{kept} 户沿用上次名册的编号。",
        "",
        "同一户主下次编出来的号相同,不用改。",
    ),
    "list_numbers_kept": ("info", "「{title}」里有 {kept} 户按户主认出,沿用上次名册的户编号。", "", "不用改。"),
    "list_amount_unsure": (
        "warning",
        "「{title}」有 {homes} 户的“月保障金额”写在几个人的行里,分不清是每人的还是全户的,按未知处理。",
        "猜错了,应发金额就会算错。",
        "请只在户主一行填写全户的月保障金额。",
    ),
    "list_household_differs": (
        "warning",
        "同一户的“{column}”前后不一(另见{rows}),按户主一行接收。",
        "一户只能有一个说法。",
        "请核对后改成一致。",
    ),
    "list_addition_unused": (
        "warning",
        "「{title}」第 {rows} 行不知道说的是哪一户,没有用上。",
        "没有户编号或户主证件号码,就对不上户。",
        "请补上户编号或户主证件号码后重新报送。",
    ),
    "list_split": (
        "info",
        "这份名单里有 {count} 个乡镇({names}),已按乡镇分开接收;这里只说{mine}的 {rows} 行。",
        "",
        "不用改。",
    ),
    "list_unknown": (
        "critical",
        "认不出这份名单:最像「{kind}」,但缺少“{column}”栏{hint}。",
        "少了这一栏,就不知道谁是谁家的、该怎么看。",
        "请补上这一栏(或改成这个名称)后重新报送;也可以改用本月的报送表。",
    ),
    "list_without_heads": (
        "critical",
        "「{title}」里看不出谁是户主、谁和谁是一家人。",
        "一行一行的人归不成户,收入和人数就算不出来。",
        "请补上“与户主关系”栏(户主填“户主”)后重新报送;也可以改用本月的报送表。",
    ),
    "list_township_unknown": (
        "critical",
        "{rows}写的乡镇“{stated}”不是本县的乡镇{hint},这 {count} 行没有收。",
        "不知道是哪个乡镇,就不能入库。",
        "请改正乡镇名称后,把整份名单重新报送。",
    ),
    "list_township_missing": (
        "critical",
        "{rows}没有写乡镇,名单的标题里也没有,这 {count} 行没有收。",
        "不知道是哪个乡镇,就不能入库。",
        "请在名单里加一栏“乡镇”,或在标题里写明乡镇,再重新报送。",
    ),
}

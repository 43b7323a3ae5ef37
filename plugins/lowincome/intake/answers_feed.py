"""What is answered about a department's extract or a ledger. Shape as in `answers`, which takes these in."""

FEED: dict[str, tuple[str, str, str, str]] = {
    "feed_unknown": (
        "critical",
        "认不出这是哪一份数据:最像{name},但缺少“{lacking}”栏。",
        "按表头认来源,少了必需的栏目就没法比对。",
        "请补上缺少的栏目(名称与约定的一致),再重新报送。",
    ),
    "feed_mixed_encodings": (
        "critical",
        "文件里混着两种文字编码,从第 {row} 行起读不通。",
        "多半是把两份文件拼在了一起;硬读会出乱码,姓名和号码都会错。",
        "请用 Excel 打开,核对无乱码后另存为「CSV UTF-8」或 .xlsx,再重新报送。",
    ),
    "feed_months_differ": (
        "critical",
        "「数据月份」栏里有 {count} 个不同的月份。",
        "一份文件只能说一个月的事。",
        "请按月份拆成几份,分别报送。",
    ),
    "feed_month_in_future": (
        "critical",
        "数据月份是 {stated},比收到的月份 {received} 还晚。",
        "还没有到的月份不会有数据,多半是年或月写错了。",
        "请改正月份后重新报送。",
    ),
    "feed_shifted": (
        "critical",
        "栏目错位:“{column}”栏里大多数内容({share} 行)都不像{column}。",
        "多半是插入或删除过一栏,后面各栏都挪了位;这样的数据会张冠李戴。",
        "请核对表头与内容是否对齐,改好后重新报送。",
    ),
    "feed_nothing_accepted": (
        "critical",
        "没有一行可以接收,整份退回。",
        "空的名单会被当成“比对过、都不在名单里”。",
        "请按下面列出的问题逐项改正后重新报送。",
    ),
    "feed_empty": (
        "critical",
        "只有表头,没有数据。",
        "空的名单会被当成“比对过、都不在名单里”。",
        "请填写后重新报送;本月确实没有的,请书面告知监测中心。",
    ),
}

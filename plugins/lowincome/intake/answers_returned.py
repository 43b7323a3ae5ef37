"""What is answered about a 预警清单 that comes back filled. Shape as in `answers`, which takes these in."""

RETURNED_LIST: dict[str, tuple[str, str, str, str]] = {
    "returned_list_township_unknown": (
        "critical",
        "这份预警清单上没有本县的乡镇代码{stated}。",
        "系统靠表头上面「收件识别」那一行认出乡镇和月份。",
        "请在下发的预警清单上填写,表头和上面的各行不要删改;只剩填好的行的,复制回下发的清单,再交一次。",
    ),
    "returned_list_month_unreadable": (
        "critical",
        "这份预警清单的清单月份{stated}读不懂。",
        "不知道是哪个月的清单,对不上发下去的那一份。",
        "请恢复表头上面「收件识别」那一行(清单月份写作 2021-06),再交一次。",
    ),
    "returned_list_month_in_future": (
        "critical",
        "清单月份是 {stated},比收到的月份 {received} 还晚。",
        "还没有的清单不能先答,多半是月份被改动过。",
        "请核对表头上面「收件识别」那一行的清单月份,改好后再交一次。",
    ),
    "returned_list_of_earlier_month": (
        "info",
        "这是 {stated} 的预警清单,后来已有 {newest} 的。",
        "照样收下;预警编号不变,旧清单上的个案也能答。",
        "下次请用最新的清单填写。",
    ),
    "returned_list_column_missing": (
        "critical",
        "预警清单缺少“{column}”栏。",
        "没有这一栏,不知道哪一案查得怎么样。",
        "请在下发的预警清单上填写,栏目可以挪动,不要删掉或改名;改好后再交一次。",
    ),
    "returned_list_not_filled": (
        "critical",
        "清单上一件也没有填。",
        "没有填的不当作已经走访,也没有可以收的。",
        "去过哪一户,填那一行黄色的格子,再把清单交回来;一户没去的不用交。",
    ),
    "returned_list_nothing_accepted": ("critical", "没有一行可以收下。", "收不下,就记不到个案上。", "请按下面列出的问题改正,再交一次。"),
    "returned_list_rest": (
        "info",
        "清单上还有 {count} 件没有填。",
        "没有填的不当作已经走访。",
        "去过以后填上,再交一次就行;已经收下的不会重复。",
    ),
}

"""Sheets in the layouts in which tables are really sent and printed; the numbers are made up."""

from __future__ import annotations

import datetime as dt

from incuanalysis.intake.cells import CellValue, Sheet

N = None
Rows = list[list[CellValue]]


def sheet(rows: Rows, merged: tuple[tuple[int, int, int, int], ...] = (), name: str = "Sheet1") -> Sheet:
    """Return a sheet of these rows."""
    return Sheet(name, [list(row) for row in rows], merged)


# --- A. yearbook as printed until 2018


def yearbook_2016(*, machine: str = "before") -> Sheet:
    """Titles in two languages, a name cut over two rows, units and English in rows of their own, spacers, padded names.

    ``machine`` says where the inserted row for machines stands: ``top``, ``before`` or ``after`` the header, or ``none``.
    """
    machine_row: list[CellValue] = [
        "type", "year", "region", "region_en", "在统孵化器数量(个)", "孵化器内企业总数(个)", "在孵企业(个)",
        "在孵企业从业人员(个)", "当年获得风险投资额(千元)",
    ]  # fmt: skip
    title: Rows = [
        [N, N, "9-16  各地区科技企业孵化器主要指标(2016年)"],
        [],
        [N, N, "Main Indicators of TBIs by Region (2016)"],
    ]
    header: Rows = [
        [N, N, "地  区", N, "在统孵化", "孵化器内", "在孵企业", "在孵企业", "当年获得"],
        [N, N, N, N, "器数量", "企业总数", N, "从业人员", "风险投资额"],
        [N, N, N, N, "(个)", "(个)", "(个)", "(人)", "(千元)"],
        [N, N, "Region", N, "Number of", "Number of", "Number of", "Employees", "Venture"],
        [N, N, N, N, "Incubators", "Firms in", "Tenants", "of Tenants", "Capital"],
        [N, N, N, N, N, "Incubators", N, N, "Received"],
        [N, N, N, N, "(unit)", "(unit)", "(unit)", "(person)", "(1000 yuan)"],
    ]
    body: Rows = [
        ["孵化器", 2016.0, "全    国", "National Total", 600.0, 9000.0, 7000.0, 110000.0, 812345.55],
        [],
        ["孵化器", 2016.0, "北    京", "Beijing", 200.0, 4000.0, 3000.0, 50000.0, 712345.5],
        ["孵化器", 2016.0, "内 蒙 古", "Inner Mongolia", 300.0, 4500.0, 3500.0, 50000.0, 100000.05],
        [],
        ["孵化器", 2016.0, "西    藏", "Tibet", 100.0, 500.0, 500.0, 10000.0, N],
        [],
        [],
    ]
    rows = {
        "top": [machine_row, *title, [], *header, [], *body],
        "before": [*title, machine_row, *header, [], *body],
        "after": [*title, [], *header, machine_row, *body],
        "none": [*title, [], *header, [], *body],
    }[machine]
    start = rows.index(header[0])
    first = rows.index(title[0])
    merged = (
        (first, 2, first, 8),
        (first + 2, 2, first + 2, 8),
        (start, 2, start + 2, 3),
        (start + 3, 2, start + 6, 3),
    )
    return sheet(rows, merged, "9-16")


# --- B. yearbook as exported since 2022


def yearbook_2022() -> Sheet:
    """One header row of cells with several lines; every number is a text."""
    return sheet(
        [
            ["9-12 各地区科技企业孵化器主要指标(2022年)"],
            ["Main Indicators of Technology Business Incubators by Region (2022)"],
            [
                "地 区\nRegion",
                "在统孵化器\n数量\n(个)\nNumber of\nIncubators\n(unit)",
                "孵化器内\n企业总数\n(个)\nNumber of Firms\n(unit)",
                "在孵企业\n从业人员\n(人)\nEmployees of\nTenants\n(person)",
                "当年获得\n投融资\n总额\n(万元)\nFinancing\n(10 000 yuan)",
            ],
            ["全 国", "60", "900", "11000", "81235"],
            ["北 京", "20", "400", "5000", "71235"],
            ["新 疆", "40", "500", "6000", "2685.76"],
        ],
        ((0, 0, 0, 4), (1, 0, 1, 4)),
        "9-12",
    )


def link_only() -> Sheet:
    """The second sheet of such a file."""
    return sheet([["https://example.org/yearbook"]], name="CNKI")


# --- C. statistical returns


def torch_form() -> Sheet:
    """Indicators down with code and unit, two columns of numbers, sections and 其中, signatures below."""
    return sheet(
        [
            ["科技企业孵化器综合情况"],
            [N, N, N, "表    号：ＧＺ－００７"],
            [N, N, N, "有效期至：2010年12月"],
            ["孵化器名称：海蓝科技孵化器", N, "2023年", "计量单位：千元"],
            ["指标名称", "代码", "计量单位", "本年", "上年同期"],
            ["甲", "乙", "丙", 1, 2],
            ["一、孵化器场地", N, N, N, N],
            ["孵化器场地建筑总面积", "e00", "平方米", 12000, 11000],
            ["二、在孵企业经济概况", N, N, N, N],
            ["在孵企业数", "f00", "个", 85, 80],
            ["在孵企业总收入", "f10", "千元", 56000.5, 50000],
            ["在孵企业R&D投入", "f11", "千元", 3200, 3000],
            ["在孵企业从业人员", "f20", "人", 1200, 1100],
            ["单位负责人：张三", "统计负责人：李四", "填表人：王五", "报出日期：2024年1月20日"],
            ["注：金额单位为千元。"],
        ],
        ((0, 0, 0, 3), (6, 0, 6, 4)),
        "GZ-007",
    )


def torch_wide() -> Sheet:
    """Money in thousand yuan in a row of units, columns numbered below the header."""
    return sheet(
        [
            ["2023年三季度孵化器统计表"],
            ["填报单位：洞头区科技局", N, N, N, "单位：千元、平方米"],
            ["序号", "孵化器名称", "在孵企业数", "孵化器场地面积", "在孵企业总收入", "备注"],
            [N, N, "个", "平方米", "千元", N],
            ["甲", "乙", 1, 2, 3, "丙"],
            [1, "海蓝孵化器", 30, 5000, 1200.5, "新建"],
            [2, "半屏孵化器", 25, 4000, 900, N],
            ["合计", N, 55, 9000, 2100.5, N],
        ],
        ((0, 0, 0, 5), (7, 0, 7, 1)),
    )


# --- D. bulletins


def bulletin() -> Sheet:
    """Numbers with their units and qualifiers, growth beside them, a note below."""
    return sheet(
        [
            ["2023年1—9月温州市洞头区孵化载体主要指标"],
            ["指标", "1—9月", "同比增长（%）"],
            ["孵化面积", "超12.5万平方米", "8.1"],
            ["在孵企业", "320家", "5.0"],
            ["当年毕业企业", "近30家", "-"],
            ["注：1. 数据为快报数。"],
            ["资料来源：区科技局"],
        ],
        ((0, 0, 0, 2),),
    )


def quarterly_side_by_side() -> Sheet:
    """总计, 当季, 当年新增 and 本年累计 side by side under group headings."""
    return sheet(
        [
            ["2023年第三季度各街道（乡镇）孵化企业情况"],
            ["街道（乡镇）", "在孵企业", N, N, "毕业企业", N],
            [N, "总计", "当季新增", "当年新增", "历史累计", "本年累计"],
            ["北岙街道", 120, 6, 20, 40, 9],
            ["东屏街道", 80, 4, 10, 20, 3],
            ["合计", 200, 10, 30, 60, 12],
        ],
        ((0, 0, 0, 5), (1, 0, 2, 0), (1, 1, 1, 3), (1, 4, 1, 5)),
    )


def quarterly_unmerged() -> Sheet:
    """The same as a text file keeps it: no merged cells."""
    merged = quarterly_side_by_side()
    return Sheet("", merged.rows)


# --- wide tables of districts


def monthly_wide() -> Sheet:
    """Towns down, indicators across, two levels of header, a section line, totals, a part, notes."""
    return sheet(
        [
            ["洞头区孵化载体月度监测表"],
            ["填报单位：洞头区科技局", N, N, N, N, "2023年9月"],
            ["序号", "街道（乡镇）", "孵化面积（万平方米）", N, "在孵企业\n（家）", "同比增长(%)"],
            [N, N, "孵化面积", "新增孵化面积", N, N],
            ["一、街道", N, N, N, N, N],
            [1, "北岙街道", 3.2, 0.4, 120, 3.1],
            [2, "东屏街道", 2.1, "-", 80, 2.0],
            [N, "小计", 5.3, 0.4, 200, N],
            ["二、乡镇", N, N, N, N, N],
            [3, "大门镇", "1.0", "0.1", "30", "1.5"],
            [N, "其中：鹿西乡", 0.2, 0.0, 6, N],
            [N, "合  计", 6.3, 0.5, 230, N],
            [],
            ["注：孵化面积为期末数。"],
            ["填表人：张三   审核人：李四   联系电话：0577-88888888"],
        ],
        (
            (0, 0, 0, 5),
            (2, 0, 3, 0),
            (2, 1, 3, 1),
            (2, 2, 2, 3),
            (2, 4, 3, 4),
            (2, 5, 3, 5),
            (4, 0, 4, 5),
            (8, 0, 8, 5),
        ),
        "9月",
    )


def two_pages() -> Sheet:
    """Title and header again after a page break."""
    header: list[CellValue] = ["街道", "在孵企业", "孵化面积（平方米）"]
    return sheet(
        [
            ["2023年9月孵化载体情况表"],
            header,
            ["北岙街道", 120, 32000],
            ["东屏街道", 80, 21000],
            [],
            ["2023年9月孵化载体情况表（续）"],
            header,
            ["大门镇", 30, 10000],
            ["合计", 230, 63000],
        ]
    )


def one_row() -> Sheet:
    """A district's own numbers: a header and one row without a name."""
    return sheet(
        [["洞头区2023年9月孵化载体数据"], ["在孵企业（家）", "孵化面积（万平方米）", "创业导师（人）"], [230, 6.3, 45]]
    )


# --- other orientations


def long_table() -> Sheet:
    """One row an observation."""
    return sheet(
        [
            ["地区", "指标", "时期", "数值", "单位"],
            ["北岙街道", "在孵企业", "2023年9月", 120, "家"],
            ["北岙街道", "孵化面积", "2023年9月", 3.2, "万平方米"],
            ["东屏街道", "在孵企业", "2023-08", 80, "家"],
            ["东屏街道", "不明指标甲乙丙", dt.datetime.fromisoformat("2023-08-01"), 7, "家"],
        ]
    )


def indicators_by_regions() -> Sheet:
    """Indicators down, regions across, a total column."""
    return sheet(
        [
            ["2023年温州市科技企业孵化器情况"],
            ["指标名称", "单位", "鹿城区", "瓯海区", "洞头区", "合计"],
            ["在孵企业", "家", 120, 80, 30, 230],
            ["  其中：高新技术企业", "家", 12, 8, 3, 23],
            ["孵化面积", "万平方米", 3.2, 2.1, 1.0, 6.3],
        ]
    )


def indicators_by_months() -> Sheet:
    """Indicators down, months across; the program made dates of some."""
    return sheet(
        [
            ["洞头区2023年孵化载体月度数据"],
            ["项目", "1月", "2月", dt.datetime.fromisoformat("2023-03-01")],
            ["在孵企业（家）", 120, 121, 125],
            ["新增孵化面积（平方米）", 100, 0, 300],
        ]
    )


def indicators_by_years() -> Sheet:
    """Indicators down, years across as numbers."""
    return sheet(
        [["指标", 2021, 2022, 2023], ["在孵企业（家）", 100, 110, 125], ["孵化面积（万平方米）", 5.0, 5.5, 6.3]],
        name="历年",
    )


def regions_by_quarters() -> Sheet:
    """One indicator, named in the title."""
    return sheet(
        [
            ["2023年温州市各县（市、区）在孵企业数统计表（家）"],
            ["地区", "一季度", "二季度", "三季度"],
            ["鹿城区", 118, 119, 120],
            ["洞头区", 28, 29, 30],
            ["全市", 146, 148, 150],
        ],
        ((0, 0, 0, 3),),
    )


def years_down() -> Sheet:
    """Years down, indicators across, for one region."""
    return sheet(
        [
            ["洞头区历年科技企业孵化器情况"],
            ["年份", "在孵企业（家）", "当年毕业企业（家）"],
            [2021, 100, 5],
            [2022, 110, 6],
            ["2023年", 125, 9],
        ]
    )


def grouped_years() -> Sheet:
    """Each indicator with two years below it."""
    return sheet(
        [
            ["温州市孵化器情况"],
            ["地区", "在孵企业", N, "孵化面积（万平方米）", N],
            [N, "2022年", "2023年", "2022年", "2023年"],
            ["鹿城区", 110, 120, 3.0, 3.2],
            ["洞头区", 28, 30, 0.9, 1.0],
        ],
        ((1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4)),
    )


def key_value_form() -> Sheet:
    """A carrier's form: label and value, two pairs in a row."""
    return sheet(
        [
            ["孵化载体基本情况登记表（2023年度）"],
            ["孵化器名称", "海蓝科技孵化器", "成立时间", "2015年3月"],
            ["在孵企业数", 85, "累计毕业企业", 40],
            ["孵化面积", 12000, "创业导师", 15],
        ]
    )


def key_value_list() -> Sheet:
    """Label, value and unit without a header."""
    return sheet(
        [["2023年9月孵化载体快报"], ["在孵企业", 230, "家"], ["孵化面积", 6.3, "万平方米"], ["未知的东西", 5, "个"]]
    )


# --- several tables


def tables_below() -> Sheet:
    """Two tables with titles of their own below each other."""
    return sheet(
        [
            ["表1 2023年9月各街道在孵企业"],
            ["街道", "在孵企业"],
            ["北岙街道", 120],
            ["东屏街道", 80],
            ["注：期末数。"],
            [],
            ["表2 2023年9月各街道创业导师"],
            ["街道", "创业导师"],
            ["北岙街道", 12],
            ["东屏街道", 8],
        ]
    )


def same_header_other_year() -> Sheet:
    """The same header under another year's title is another table."""
    return sheet(
        [
            ["2022年各街道在孵企业"],
            ["街道", "在孵企业"],
            ["北岙街道", 110],
            [],
            ["2023年各街道在孵企业"],
            ["街道", "在孵企业"],
            ["北岙街道", 120],
        ]
    )


def tables_beside() -> Sheet:
    """Two tables beside each other, an empty column between."""
    return sheet(
        [
            ["2023年9月情况"],
            ["街道", "在孵企业", N, "孵化器名称", "在孵企业数"],
            ["北岙街道", 120, N, "海蓝孵化器", 30],
            ["东屏街道", 80, N, "半屏孵化器", 25],
            ["大门镇", 30, N, N, N],
        ]
    )


def folded() -> Sheet:
    """One table folded into two halves side by side."""
    return sheet(
        [
            ["2023年各县（市、区）在孵企业"],
            ["地区", "在孵企业", "地区", "在孵企业"],
            ["鹿城区", 120, "瑞安市", 60],
            ["洞头区", 30, "乐清市", 70],
        ]
    )


# --- registers


def carrier_register() -> Sheet:
    """Carriers with fields and numbers, towns merged over their rows."""
    return sheet(
        [
            ["洞头区孵化载体台账（2023年9月）"],
            [
                "序号",
                "所在街道",
                "载体名称",
                "载体类型",
                "级别",
                "认定时间",
                "在孵企业数",
                "孵化面积（平方米）",
                "联系人",
                "联系电话",
            ],
            [1, "北岙街道", "海蓝孵化器", "孵化器", "市级", "2019年5月", 30, 5000, "张三", "13800000000"],
            [2, N, "望海众创空间", "众创空间", "区级", "2020年6月", 12, 800, "李四", "13800000001"],
            [
                3,
                "东屏街道",
                "半屏加速器",
                "加速器",
                "省级",
                dt.datetime.fromisoformat("2021-07-01"),
                25,
                4000,
                "王五",
                "13800000002",
            ],
            ["合计", N, N, N, N, N, 67, 9800, N, N],
        ],
        ((0, 0, 0, 9), (2, 1, 3, 1), (5, 0, 5, 3)),
    )


def firm_roster() -> Sheet:
    """Firms, no numbers but the capital; every cell may be a text."""
    return sheet(
        [
            [
                "企业名称",
                "统一社会信用代码",
                "所属孵化器",
                "注册时间",
                "入驻时间",
                "注册资本（万元）",
                "是否毕业企业",
                "怪列",
            ],
            ["温州海蓝科技有限公司", "91330305MA2ABCDE1X", "海蓝孵化器", "2021-03-05", "2021-06-01", "500", "否", "x"],
            ["温州半屏信息有限公司", "91330305MA2ABCDE2X", "海蓝孵化器", "2020-01-15", "2020-02-01", N, "是", N],
        ],
        name="在孵企业名册",
    )


def text_roster() -> Sheet:
    """A roster of nothing but texts."""
    return sheet(
        [
            ["企业名称", "所属孵化器", "孵化状态"],
            ["温州海蓝科技有限公司", "海蓝孵化器", "在孵"],
            ["温州半屏信息有限公司", "海蓝孵化器", "毕业"],
        ]
    )


# --- no table


def only_text() -> Sheet:
    """A page of explanations."""
    return sheet([["填报说明"], ["一、请于每月5日前报送。"], [], ["二、面积单位为平方米。"]])


def no_header() -> Sheet:
    """Numbers without a header."""
    return sheet([["北岙街道", 120, 3.2], ["东屏街道", 80, 2.1]])


ALL = (
    yearbook_2016, yearbook_2022, link_only, torch_form, torch_wide, bulletin, quarterly_side_by_side, quarterly_unmerged,
    monthly_wide, two_pages, one_row, long_table, indicators_by_regions, indicators_by_months, indicators_by_years,
    regions_by_quarters, years_down, grouped_years, key_value_form, key_value_list, tables_below, same_header_other_year,
    tables_beside, folded, carrier_register, firm_roster, text_roster, only_text, no_header,
)  # fmt: skip

"""A document of an office with every item that there is, as a page."""

from nbformat.v4 import new_code_cell, new_notebook, new_output

from incuanalysis.display.furniture import Closing, Letterhead, OpinionBox, Salutation, Trace, TraceCell, Traces
from incuanalysis.display.items import Cell, Column, Heading, Headline, Headlines, Prose, Remark, Stamp, Table, Title
from incuanalysis.display.show import bundle_digest
from incuanalysis.publishing.html import IncuHTMLExporter

STAMP = Stamp("330305", "2023-09")
TOWNS = ("北岙街道", "东屏街道", "元觉街道", "霓屿街道", "昆鹏街道", "大门镇", "鹿西乡")
STATES = (("●已完成", "good"), ("▲滞后", "warn"), ("■严重滞后", "bad"), ("未报", "muted"))


def trace(number):
    cell = TraceCell(
        "2023-09/洞头区月报.xlsx", "月报表", f"D{number}", "洞头区科学技术局月报", "2023-10-08", str(number)
    )
    return Trace(f"t{number}", f"第{number}个数", f"{number}家", "合计", (cell,), ("各街道相加", "与自报数一致"))


def towns():
    """Seven towns and a total; the fourth has not reported its growth."""
    columns = (
        Column("a", "街道（乡镇）"),
        Column("b", "在孵企业", "right", "家", group="总量"),
        Column("c", "增速", "decimal", "%", group="总量"),
        Column("d", "状态"),
    )
    rows = []
    for place, town in enumerate(TOWNS):
        words, tone = STATES[place % 4]
        growth = 12.5 - 3 * place
        said = (
            Cell("未报", tone="muted")
            if place == 3
            else Cell(f"{growth:.1f}", growth, "%", notes=(1,) if place == 1 else ())
        )
        rows.append(
            (town, Cell(str(96 - place), 96 - place, "家", trace=f"t{place + 1}"), said, Cell(words, tone=tone))
        )
    rows.append(("合计", Cell("651", 651, "家"), Cell("8.0", 8.0, "%"), ""))
    return Table(
        STAMP, "各街道（乡镇）进展", columns, tuple(rows), (7,), ("口径与上月不同。",), sortable=True, searchable=True
    )


def carriers():
    """A wide and long annex."""
    columns = [Column("a", "载体")]
    columns += [Column(f"k{n}", f"指标{n}", "decimal", "万元", group="投入" if n < 5 else "产出") for n in range(11)]
    rows = tuple((f"第{n}孵化器", *(f"{n * k + 0.5:.1f}" for k in range(11))) for n in range(60))
    return Table(STAMP, "载体明细", tuple(columns), rows, annex="附件1", landscape=True, searchable=True)


def document_page(version="internal", state="review"):
    """Return the page's text."""
    items = [
        Letterhead(STAMP, "洞头区科学技术局", "月度监测简报", issue="2023年第9期", date="2023年10月10日", state=state, version=version, demo=True),
        Title(STAMP, "2023年9月洞头区创业孵化载体\n月度监测情况", "截至2023年9月底", findings=("在孵企业96家。", "3个街道滞后。")),
        Salutation(STAMP, "各街道办事处、大门镇人民政府、鹿西乡人民政府："),
        Headlines(STAMP, (Headline("a", "在孵企业", 96, "家", "96家", "比上年同期+12家"),)),
        Heading(STAMP, "一、总体进展"),
        Prose(STAMP, "截至9月底，全区在孵企业96家。"),
        towns(),
        Remark(STAMP, "数据按自报数计算。"),
        Heading(STAMP, "二、下一步"),
        OpinionBox(STAMP, "请核对以上数据。"),
        Closing(STAMP, "洞头区科学技术局", "2023年10月10日", ("区委办公室", "区统计局"), "联系人：张三"),
        carriers(),
        Traces(STAMP, "数据出处", tuple(map(trace, range(1, 8)))),
    ]  # fmt: skip
    outputs = []
    for number, item in enumerate(items, start=1):
        bundle = item.bundle()
        details = {
            "kind": item.kind,
            "number": number,
            "digest": bundle_digest(bundle),
            "queries": [],
            **item.details(),
        }
        outputs.append(new_output("display_data", data=bundle, metadata={"incu": details}))
    metadata = {
        "incu_report": {"kind": "monthly_monitoring", "language": "zh", "data_date": "2023-10-08", "demo": True}
    }
    notebook = new_notebook(cells=[new_code_cell("show(*items)", outputs=outputs, id="a")], metadata=metadata)
    return IncuHTMLExporter().from_notebook_node(notebook, {"incu_pdf": "monthly.zh.pdf"})[0]

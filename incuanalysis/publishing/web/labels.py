"""The words that the pages themselves say, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Words", "index_words", "normal_language", "words"]


@dataclass(frozen=True)
class Words:
    """The labels of one language; ``{}`` is filled by :meth:`str.format`."""

    language: str
    html_lang: str
    text: dict[str, str] = field(repr=False)

    def __getitem__(self, name: str) -> str:
        return self.text[name]

    def counted(self, name: str, count: int) -> str:
        """Return the word for so many things; English has one for a single thing."""
        return self.text.get(f"{name}_one", self.text[name]) if count == 1 else self.text[name]

    def numbered(self, kind: str, number: object, caption: str) -> tuple[str, str]:
        """Return the label and the caption of a figure or table: ``("表1", "各省孵化器")``."""
        if number in (None, ""):
            return "", caption
        return self.text[kind].format(number), caption


_CHINESE = {
    "contents": "目录",
    "skip": "跳到正文",
    "findings": "主要结论",
    "headline": "关键数字",
    "figure": "图{}",
    "table": "表{}",
    "notes": "注",
    "unit": "（{}）",
    "scroll": "左右滑动可看全表",
    "zoom": "点按图片可放大",
    "sort": "点按可排序",
    "code": "代码",
    "code_of": "代码 [{}]",
    "appendix": "本报告如何计算",
    "appendix_note": "本报告的全部数字由以下代码算出，依次排列。",
    "draft": "草稿",
    "review": "送审稿",
    "internal": "内部资料",
    "marks": "版本和数据提示",
    "signer": "签发人：{}",
    "closing": "落款",
    "copies": "抄送：{}。",
    "comma": "，",
    "opinion": "核对意见",
    "traces": "数据出处",
    "traces_note": "表中带点线的数字可点按，查看它出自哪里。",
    "trace_back": "回到正文第{}处",
    "trace_recorded": "{}入库",
    "note_of": "注{}",
    "note_back": "回到表中",
    "filter": "在表中查找",
    "filter_all": "共{}行",
    "filter_some": "找到{}行，共{}行",
    "error": "出错",
    "stderr": "运行提示",
    "output": "运行输出",
    "result": "结果",
    "picture": "第 {} 个代码单元的图",
    "picture_plain": "插图",
    "omitted_picture": "外部图片未收入：{}",
    "omitted_output": "此处的输出（{}）不能收入离线网页。",
    "raw": "原文",
    "pdf": "下载 PDF",
    "data_date": "数据日期",
    "key": "报告编号",
    "made_by": "编制程序",
    "top": "回到页首",
    "untitled": "未命名报告",
    "demo": "演示数据",
}

_ENGLISH = {
    "contents": "Contents",
    "skip": "Skip to the text",
    "findings": "Main findings",
    "headline": "Key figures",
    "figure": "Figure {}",
    "table": "Table {}",
    "notes": "Notes",
    "unit": "({})",
    "scroll": "Swipe sideways to see the whole table",
    "zoom": "Tap the figure to enlarge it",
    "sort": "Press to sort",
    "code": "Code",
    "code_of": "Code [{}]",
    "appendix": "How this was computed",
    "draft": "Draft",
    "review": "For review",
    "internal": "Internal",
    "marks": "Status of this document",
    "signer": "Signed by {}",
    "closing": "Issued by",
    "copies": "Copies to: {}.",
    "comma": ", ",
    "opinion": "Confirm or object",
    "traces": "Where the numbers come from",
    "traces_note": "Numbers with a dotted line lead to where they come from.",
    "trace_back": "Back to the text, place {}",
    "trace_recorded": "recorded {}",
    "note_of": "Note {}",
    "note_back": "Back to the table",
    "filter": "Find in this table",
    "filter_all": "{} rows",
    "filter_some": "{} of {} rows",
    "appendix_note": "All numbers of this report were computed by the code below, in this order.",
    "error": "Error",
    "stderr": "Messages",
    "output": "Output",
    "result": "Result",
    "picture": "Figure made by code cell {}",
    "picture_plain": "Picture",
    "omitted_picture": "Outside picture left out: {}",
    "omitted_output": "This output ({}) cannot be kept in an offline page.",
    "raw": "Raw text",
    "pdf": "PDF version",
    "data_date": "Data of",
    "key": "Report id",
    "made_by": "Made by",
    "top": "Back to top",
    "untitled": "Untitled report",
    "demo": "Demonstration data",
}

_CHINESE_INDEX = {
    "index_description": "{}：共 {} 份报告，可按地区、类型和时期查找。",
    "reports": "份报告",
    "regions": "个地区",
    "kinds": "类",
    "periods": "个时期",
    "failed_count": "份未完成",
    "no_reports": "还没有报告。",
    "search": "查找",
    "search_hint": "地区名、旧名或代码",
    "latest": "只看最新一期",
    "missing_count": "份缺文件",
    "status_missing": "缺文件",
    "stage_draft": "草稿",
    "stage_review": "送审稿",
    "internal": "内部资料",
    "internal_notice": "本页列有内部资料，不对外提供。",
    "demo": "演示数据",
    "format_docx": "Word",
    "format_xlsx": "Excel",
    "format_phone.pdf": "手机版PDF",
    "format_ipynb": "笔记本",
    "place": "位置",
    "home": "全部报告",
    "below": "下级地区",
    "findings": "主要结论",
    "headline": "关键数字",
    "states": "状态",
    "earlier": "往期（{}份）",
    "open": "打开",
    "skip": "跳到正文",
    "any": "全部",
    "reset": "清除条件",
    "found": "共 {} 份",
    "of": "（全部 {} 份）",
    "more": "再显示 {} 份",
    "first_rows": "浏览器未运行脚本，只列出前 {} 份，全部共 {} 份。",
    "nothing": "没有符合条件的报告。",
    "region": "地区",
    "kind": "报告",
    "period": "时期",
    "language_label": "语言",
    "level": "级别",
    "status": "状态",
    "files": "文件",
    "data_date": "数据日期",
    "key": "编号",
    "sort": "点按可排序",
    "status_ok": "已完成",
    "status_failed": "未完成",
    "language_zh": "中文",
    "language_en": "英文",
    "level_nation": "全国",
    "level_province": "省级",
    "level_prefecture": "地级",
    "level_city": "地级",
    "level_county": "县级",
    "level_town": "街道（乡镇）",
    "level_zone": "功能区",
    "level_area": "片区",
    "level_carrier": "载体",
}

_ENGLISH_INDEX = {
    "index_description": "{}: {} reports, to be found by region, kind and period.",
    "reports": "reports",
    "regions": "regions",
    "kinds": "kinds",
    "periods": "periods",
    "reports_one": "report",
    "regions_one": "region",
    "kinds_one": "kind",
    "periods_one": "period",
    "failed_count": "failed",
    "no_reports": "There are no reports yet.",
    "search": "Search",
    "search_hint": "Region, old name or code",
    "latest": "Latest only",
    "missing_count": "missing",
    "status_missing": "Missing",
    "stage_draft": "Draft",
    "stage_review": "For review",
    "internal": "Internal",
    "internal_notice": "This page lists internal documents. It is not for publication.",
    "demo": "Demonstration data",
    "format_docx": "Word",
    "format_xlsx": "Excel",
    "format_phone.pdf": "PDF for phones",
    "format_ipynb": "Notebook",
    "place": "Place",
    "home": "All reports",
    "below": "Regions below",
    "findings": "Main findings",
    "headline": "Key figures",
    "states": "States",
    "earlier": "Earlier ones ({})",
    "open": "Open",
    "skip": "Skip to the text",
    "any": "All",
    "reset": "Clear",
    "found": "{} reports",
    "of": " of {}",
    "more": "Show {} more",
    "first_rows": "Scripts are off: the first {} of {} reports are listed.",
    "nothing": "No report fits these conditions.",
    "region": "Region",
    "kind": "Report",
    "period": "Period",
    "language_label": "Language",
    "level": "Level",
    "status": "Status",
    "files": "Files",
    "data_date": "Data date",
    "key": "Key",
    "sort": "Press to sort",
    "status_ok": "Made",
    "status_failed": "Failed",
    "language_zh": "Chinese",
    "language_en": "English",
    "level_nation": "Nation",
    "level_province": "Provinces",
    "level_prefecture": "Prefectures",
    "level_city": "Cities",
    "level_county": "Counties",
    "level_town": "Streets and towns",
    "level_zone": "Functional zones",
    "level_area": "Areas",
    "level_carrier": "Carriers",
}

_WORDS = {"zh": Words("zh", "zh-CN", _CHINESE), "en": Words("en", "en", _ENGLISH)}

_INDEX_WORDS = {"zh": Words("zh", "zh-CN", _CHINESE_INDEX), "en": Words("en", "en", _ENGLISH_INDEX)}


def normal_language(language: object) -> str:
    """Return ``zh`` or ``en`` for any spelling of either (``zh-CN``, ``en_GB``); anything else is Chinese."""
    return "en" if str(language or "").lower().startswith("en") else "zh"


def words(language: object) -> Words:
    """Return a report page's words in a language; Chinese unless English is asked for."""
    return _WORDS[normal_language(language)]


def index_words(language: object) -> Words:
    """Return the words of the index page in a language."""
    return _INDEX_WORDS[normal_language(language)]

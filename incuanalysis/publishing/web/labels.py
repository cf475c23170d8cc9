"""The words that the pages themselves say, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Words", "normal_language", "words"]


@dataclass(frozen=True)
class Words:
    """The labels of one language; ``{}`` is filled by :meth:`str.format`."""

    language: str
    html_lang: str
    text: dict[str, str] = field(repr=False)

    def __getitem__(self, name: str) -> str:
        return self.text[name]

    def numbered(self, kind: str, number: object, caption: str) -> tuple[str, str]:
        """The label and the caption of a figure or table: ``("表1", "各省孵化器")``."""
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
    "appendix": "附：计算代码",
    "appendix_note": "本报告的全部数字由以下代码算出，依次排列。",
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
    "appendix": "Appendix: code",
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

_WORDS = {"zh": Words("zh", "zh-CN", _CHINESE), "en": Words("en", "en", _ENGLISH)}


def normal_language(language: object) -> str:
    """``zh`` or ``en`` for any spelling of either (``zh-CN``, ``en_GB``); anything else is Chinese."""
    return "en" if str(language or "").lower().startswith("en") else "zh"


def words(language: object) -> Words:
    """The page's words in a language; Chinese unless English is asked for."""
    return _WORDS[normal_language(language)]

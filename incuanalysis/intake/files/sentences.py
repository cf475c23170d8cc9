"""Findings of this folder: code → (severity, Chinese, English)."""

from __future__ import annotations

from incuanalysis.intake.findings import Sentences

__all__ = ["SENTENCES"]

SENTENCES: Sentences = {
    # the file as a whole cannot be used
    "file_empty": (
        "error",
        "文件为空（0字节），可能未完整保存或传输；请重新发送。",
        "The file is empty (0 bytes): it was not saved or not sent completely. Please send it again.",
    ),
    "file_too_large": (
        "error",
        "文件过大：{found}{unit}，上限为{limit}{unit}；请只保留要报送的表格，另存为 .xlsx 后重新发送。",
        "The file is too large: {found}{unit_en}, at most {limit}{unit_en}. Keep the tables to be returned, save as .xlsx and send it again.",
    ),
    "file_bomb": (
        "error",
        "压缩内容展开后过大（{found}{unit}，上限为{limit}{unit}），为安全起见未打开；请将表格另存为 .xlsx 后单独发送。",
        (
            "What is compressed in it is too large when unpacked ({found}{unit_en}, at most {limit}{unit_en}) and was not opened. "
            "Save the tables as .xlsx and send them one by one."
        ),
    ),
    "file_damaged": (
        "error",
        "文件已损坏或不完整，无法按{kind}打开；请在电脑上打开原文件，另存为 .xlsx 后重新发送。",
        (
            "The file is damaged or incomplete and cannot be opened as {kind_en}. "
            "Open the original, save it as .xlsx and send it again."
        ),
    ),
    "file_password": (
        "error",
        "文件设有打开密码，无法读取；请取消密码，另存为 .xlsx 后重新发送。",
        "The file needs a password to open. Remove the password, save it as .xlsx and send it again.",
    ),
    "file_picture": (
        "error",
        "文件是图片或扫描件（{kind}），无法读取其中的数据；请发送电子表格（.xlsx）。",
        "The file is a picture or scan ({kind}): its numbers cannot be read. Please send the spreadsheet as .xlsx.",
    ),
    "file_page_print": (
        "error",
        "文件是版式文件（{kind}），无法可靠读取其中的表格；请将原电子表格另存为 .xlsx 后重新发送。",
        (
            "The file is a printed page ({kind}): its tables cannot be read reliably. "
            "Please send the spreadsheet it was made from, saved as .xlsx."
        ),
    ),
    "file_wps_et": (
        "error",
        "文件是 WPS 表格专用格式（.et），无法读取；请在 WPS 中另存为 .xlsx 后重新发送。",
        "The file is in a format of its own of WPS Spreadsheets (.et). Save it in WPS as .xlsx and send it again.",
    ),
    "file_old_word": (
        "error",
        "文件是旧版 Word 文档（.doc），无法读取；请将表格复制到电子表格另存为 .xlsx，或将文档另存为 .docx 后重新发送。",
        (
            "The file is an old Word document (.doc). Put the table into a spreadsheet saved as .xlsx, "
            "or save the document as .docx, and send it again."
        ),
    ),
    "file_other_format": (
        "error",
        "文件格式（{kind}）无法读取，可以读取 .xlsx、.xls、.csv、.docx、网页表格和 .zip；请另存为 .xlsx 后重新发送。",
        (
            "This kind of file ({kind}) cannot be read; .xlsx, .xls, .csv, .docx, tables of web pages and .zip can. "
            "Save it as .xlsx and send it again."
        ),
    ),
    "file_other_archive": (
        "error",
        "压缩包格式（{kind}）无法读取；请解压后直接发送表格，或改用 .zip 压缩。",
        "This kind of archive ({kind}) cannot be read. Send the tables themselves, or pack them as .zip.",
    ),
    "file_unknown_kind": (
        "error",
        "文件内容不是可识别的表格，可能已损坏；请打开原文件，另存为 .xlsx 后重新发送。",
        (
            "The content is no table that is known here; the file may be damaged. "
            "Open the original, save it as .xlsx and send it again."
        ),
    ),
    "file_unknown_encoding": (
        "error",
        "文本文件的编码无法识别（不是 UTF-8、GB18030 或带标记的 UTF-16）；请另存为 .xlsx 后重新发送。",
        (
            "The encoding of this text file is not known (neither UTF-8, GB18030 nor UTF-16 with its mark). "
            "Save it as .xlsx and send it again."
        ),
    ),
    "file_no_table": (
        "error",
        "{kind}中没有表格；请核对发送的是否为填好的报表，或将表格另存为 .xlsx 后重新发送。",
        "There is no table in this {kind_en}. Check that the filled return was sent, or send the table saved as .xlsx.",
    ),
    "file_archive_empty": (
        "error",
        "压缩包中没有文件；请核对后重新压缩发送。",
        "There is no file in the archive. Please pack and send it again.",
    ),
    # a part of the file cannot be used
    "file_archive_deep": (
        "error",
        "压缩包嵌套过深（三层及以上），内层压缩包未打开；请解压后直接发送其中的表格。",
        "An archive in an archive in the archive was not opened. Send the tables in it themselves.",
    ),
    "file_sheet_damaged": (
        "error",
        "工作表“{name}”已损坏，未能读取，其余工作表照常读取；请打开原文件，另存为 .xlsx 后重新发送。",
        (
            "Sheet “{name}” is damaged and was not read; the others were. "
            "Open the original, save it as .xlsx and send it again."
        ),
    ),
    "file_empty_workbook": (
        "error",
        "文件中没有填写任何单元格；请核对发送的是否为填好的报表，更正后重新发送。",
        "No cell in this file is filled. Check that the filled return was sent.",
    ),
    "file_pictures_only": (
        "error",
        "工作簿中只有图片，没有填写的单元格，无法读取图片中的数据；请在单元格中填写后重新发送。",
        (
            "The workbook holds pictures only and no filled cell; numbers in pictures cannot be read. "
            "Fill in the cells and send it again."
        ),
    ),
    "file_far_cells": (
        "error",
        "有{count}个单元格远离表格，未读入：{cells}；如有需要，请移到表格旁边后重新发送。",
        "{count} cell(s) far from the table were not read: {cells}. If they matter, move them to the table and send it again.",
    ),
    # look at it
    "file_page_cut": (
        "warning",
        "网页中的表格不完整（没有结尾），文件可能未完整保存或传输；已读取现有部分，请核对，如有缺漏，请另存为 .xlsx 后重新发送。",
        (
            "A table of this page has no end: the page may not have been saved or sent completely. What is there was read; "
            "please check it, and send it again, saved as .xlsx, if something is missing."
        ),
    ),
    "file_macros": (
        "warning",
        "文件含有宏；未运行宏，只读取了单元格中保存的值。",
        "The file holds macros; macros were not run, only the values saved in its cells were read.",
    ),
    "file_external_links": (
        "warning",
        "文件引用了其他工作簿；未更新引用，采用上次保存的值，请核对。",
        (
            "The file refers to other workbooks; the references were not followed. "
            "The values saved last were used: please check them."
        ),
    ),
    "file_formulas_unsaved": (
        "warning",
        (
            "工作表中的{count}个公式（从{first}起）没有保存计算结果或结果为空，按空单元格读取；"
            "如应有数据，请在 Excel 或 WPS 中打开并保存后重新发送。"
        ),
        (
            "The {count} formula(s) of this sheet (from {first} on) have no saved result or an empty one and were read as "
            "empty cells. If there should be numbers, open and save the file in Excel or WPS and send it again."
        ),
    ),
    "file_encoding_guessed": (
        "warning",
        "文本编码无法确定，按 {encoding} 读取；请核对文字是否正确。",
        "The encoding of the text is not certain; it was read as {encoding}. Please check that the words are right.",
    ),
    # this was done
    "file_suffix_differs": (
        "info",
        "文件名后缀为 {suffix}，内容是{kind}；已按内容读取。",
        "The file's name ends with {suffix}, its content is {kind_en}; it was read by its content.",
    ),
    "file_builtin_key": (
        "info",
        "文件带有格式自带的保护（无需密码），已直接打开。",
        "The file carries the format's built-in protection, which has no password; it was opened.",
    ),
    "file_member_skipped": (
        "info",
        "已跳过压缩包中的系统文件或临时文件：{member}。",
        "A system or temporary file of the archive was skipped: {member}.",
    ),
}

"""Findings of this folder: code → (severity, Chinese, English)."""

from __future__ import annotations

from incuanalysis.intake.findings import Sentences

__all__ = ["SENTENCES"]

_TABLE: Sentences = {
    "out_of_range": (
        "error",
        "“{heading}”填报为{printed}，合{found}{unit}，超出合理范围（{low}至{high}{unit}），未采用。请核对数字和计量单位后重报。",
        (
            "{name_en} is given as {printed}, that is {found} {unit}; between {low} and {high} {unit} is plausible. It was "
            "not used. Check the number and its unit and send it again."
        ),
    ),
    "negative_value": (
        "error",
        "“{heading}”填报为{printed}，该指标不应为负数，未采用。请核对后重报；如系冲减，请填报冲减后的累计数。",
        (
            "{name_en} is given as {printed}, but it cannot be negative. It was not used. Check it and send it again; for "
            "a correction give the corrected running total."
        ),
    ),
    "not_whole": (
        "warning",
        "“{heading}”填报为{printed}，个数、人数应为整数（本表该指标另有{more}格如此）。请核对是否填错数字或计量单位。",
        (
            "{name_en} is given as {printed}; counts are whole numbers ({more} more cells of it are not). Check the number "
            "and its unit."
        ),
    ),
    "total_mismatch": (
        "error",
        "“{name}”合计数为{total}{unit}，{parts}个分项相加为{sum}{unit}，相差{difference}{unit}，合计数未采用。{hint}请核对分项和合计后重报。",
        (
            "The total of {name_en} is {total} {unit}, its {parts} parts add up to {sum} {unit}, a difference of "
            "{difference} {unit}. The total was not used.{hint_en} Check the parts and the total and send them again."
        ),
    ),
    "total_rounding": (
        "info",
        "“{name}”合计数为{total}{unit}，{parts}个分项相加为{sum}{unit}，相差{difference}{unit}，在四舍五入范围内，予以采用。",
        (
            "The total of {name_en} is {total} {unit}, its {parts} parts add up to {sum} {unit}; the difference of "
            "{difference} {unit} is within rounding, the total is used."
        ),
    ),
    "total_unchecked": (
        "warning",
        "“{name}”合计数{total}{unit}无法与分项核对：{reason}。合计数未采用，分项不受影响。请填齐准确的分项和合计后重报。",
        (
            "The total {total} {unit} of {name_en} cannot be checked: {reason_en}. The total was not used, its parts are "
            "not affected. Complete the parts and send them again."
        ),
    ),
    "exceeds_other": (
        "warning",
        "“{name}”为{found}{unit}，大于单元格{whole_cell}的“{whole_name}”{whole}{whole_unit}，前者不应大于后者。请核对两格。",
        (
            "{name_en} is {found} {unit}, more than {whole_name_en} in cell {whole_cell} ({whole} {whole_unit}), which it "
            "cannot exceed. Check both cells."
        ),
    ),
    "total_blank_part": (
        "info",
        "分项单元格{part}为空白（其所在行或列涉及{count}个合计），合计数与其余分项之和相符，该空白按无数据处理；如有数据，请补填后重报。",
        "The totals hold without the blank part {part} ({count} totals of its row or column): it counts as nothing.",
    ),
    "part_exceeds_whole": (
        "warning",
        "“{name}”的其中项为{found}{unit}，大于单元格{whole_cell}的总数{whole}{unit}。其中项不应大于总数，请核对两格。",
        (
            "The part of {name_en} is {found} {unit}, more than the whole of {whole} {unit} in cell {whole_cell}. A part "
            "cannot exceed its whole; check both cells."
        ),
    ),
    "ratio_mismatch": (
        "warning",
        "“{heading}”填报为{found}{unit}，按单元格{numerator}、{denominator}计算应为{expected}{unit}。请核对三格。",
        (
            "{name_en} is given as {found} {unit}; cells {numerator} and {denominator} make it {expected} {unit}. Check the "
            "three cells."
        ),
    ),
}

_SERIES: Sentences = {
    "unit_slip": (
        "error",
        (
            "“{name}”{period}为{found}{unit}，{other_period}为{other}{unit}（{other_file} {other_cell}），两数相差约{factor}倍（前者偏{direction}），"
            "可能{likely}。请核对两格的计量单位，更正有误的一格后重报。"
        ),
        (
            "{name_en} is {found} {unit} in {period_en} and {other} {unit} in {other_period_en} ({other_file} {other_cell}), "
            "about {factor} times {direction_en}: probably {likely_en}. Check the units of both cells and send the wrong "
            "one again."
        ),
    ),
    "digit_slip": (
        "warning",
        (
            "“{name}”{period}为{found}{unit}，{other_period}为{other}{unit}（{other_file} {other_cell}），两数相差约{factor}倍（前者偏{direction}），"
            "可能多写或少写了数位{likely}。请核对，如属实请说明原因。"
        ),
        (
            "{name_en} is {found} {unit} in {period_en} and {other} {unit} in {other_period_en} ({other_file} {other_cell}), "
            "about {factor} times {direction_en}: a digit too many or too few may have been written{likely_en}. Check it; "
            "if it is right, say why."
        ),
    ),
    "jump": (
        "warning",
        (
            "“{name}”{period}为{found}{unit}，{other_period}为{other}{unit}（{other_file} {other_cell}），变动幅度明显超出该序列以往波动。"
            "请核对，如属实请说明原因。"
        ),
        (
            "{name_en} is {found} {unit} in {period_en} and {other} {unit} in {other_period_en} ({other_file} {other_cell}), "
            "a change far beyond what the series has shown so far. Check it; if it is right, say why."
        ),
    ),
    "ytd_falls": (
        "warning",
        (
            "“{name}”{period}累计为{found}{unit}，小于{other_period}累计的{other}{unit}（{other_file} {other_cell}）。"
            "年内累计数不应减少，请核对两格；如系更正前期数，请重报前期报表。"
        ),
        (
            "{name_en} from January is {found} {unit} in {period_en}, less than {other} {unit} in {other_period_en} "
            "({other_file} {other_cell}). A running total of one year cannot fall; check both, and send the earlier return "
            "again if that was wrong."
        ),
    ),
    "ytd_exceeds": (
        "warning",
        (
            "“{name}”{period}累计为{found}{unit}，大于其后{other_period}累计的{other}{unit}（{other_file} {other_cell}）。"
            "年内累计数不应减少；从前后各期看，可能是此处有误。请核对两格，更正有误的一格后重报。"
        ),
        (
            "{name_en} from January is {found} {unit} in {period_en}, more than {other} {unit} in the later {other_period_en} "
            "({other_file} {other_cell}). A running total of one year cannot fall; by the periods around them this one is "
            "probably wrong. Check both and send the wrong one again."
        ),
    ),
    "total_falls": (
        "warning",
        (
            "“{name}”{period}累计为{found}{unit}，小于{other_period}的{other}{unit}（{other_file} {other_cell}）。"
            "历史累计数不应减少，请核对两格和统计口径。"
        ),
        (
            "The running total {name_en} is {found} {unit} in {period_en}, less than {other} {unit} in {other_period_en} "
            "({other_file} {other_cell}). It cannot fall; check both cells and what they count."
        ),
    ),
    "roll_forward": (
        "warning",
        (
            "“{name}”{period}为{found}{unit}，按上期{other}{unit}（{other_file} {other_cell}）{formula}推算应为{expected}{unit}，"
            "相差{difference}{unit}。请核对期末数、上期数和当期增减数。"
        ),
        (
            "{name_en} is {found} {unit} in {period_en}; {other} {unit} before ({other_file} {other_cell}) {formula_en} make "
            "{expected} {unit}, a difference of {difference} {unit}. Check the two stocks and what was added and left."
        ),
    ),
    "repeats": (
        "warning",
        "本表{period}的{count}个数与{other_period}（{other_file}）逐一相同，可能误报了上期报表。请核对后重报，如属实请说明。",
        (
            "All {count} values of this return for {period_en} equal those of {other_period_en} ({other_file}): the earlier "
            "return may have been sent again. Check it and send the right one, or say that it is right."
        ),
    ),
    "report_differs": (
        "warning",
        (
            "“{name}”{period}此次填报为{found}{unit}，同一填报单位此前填报为{other}{unit}（{other_file} {other_cell}），相差悬殊。"
            "现以此次填报为准；请核对，如此次填报有误，请重报。"
        ),
        (
            "{name_en} for {period_en} is {found} {unit} here; the same sender gave {other} {unit} before ({other_file} "
            "{other_cell}), which is far from it. This report counts; check it, and send it again if it is wrong."
        ),
    ),
    "report_corrected": (
        "info",
        (
            "“{name}”{period}此处填报为{found}{unit}，同一填报单位另一次填报为{other}{unit}（{other_file} {other_cell}），两数不同；"
            "以最近一次填报为准。"
        ),
        (
            "{name_en} for {period_en} is {found} {unit} here; the same sender also gave {other} {unit} ({other_file} "
            "{other_cell}). The last report counts."
        ),
    ),
    "report_same_day": (
        "warning",
        (
            "“{name}”{period}在同一天（{day}）收到的两份文件中不一致：此处为{found}{unit}（{sender}），{other_file} {other_cell}为"
            "{other}{unit}（{other_sender}）。现采用{chosen}{unit}：{why}。{more}请核对，并将有误的一份更正后重报。"
        ),
        (
            "Two files of {day} differ on {name_en} for {period_en}: {found} {unit} here ({sender}), {other} {unit} in "
            "{other_file} {other_cell} ({other_sender}). {chosen} {unit} is used: {why_en}.{more_en} Check both and have the "
            "wrong one sent again."
        ),
    ),
    "stock_differs": (
        "warning",
        (
            "“{name}”{period}期末为{found}{unit}，同一填报单位在{other_file} {other_cell}（{other_period}）中填报为{other}{unit}。"
            "同一时点的期末数应当一致，请核对后更正有误的一份。"
        ),
        (
            "{name_en} at the end of {period_en} is {found} {unit}, but the same sender gave {other} {unit} in {other_file} "
            "{other_cell} ({other_period_en}). A stock of one date has one value; correct the return that is wrong."
        ),
    ),
}

_ROSTER: Sentences = {
    "roster_stay_over": (
        "warning",
        "“{carrier}”的一家在孵企业于{entered}入驻，至{month}已{months}个月，超过{document}规定的{limit}个月。请核实其是否已毕业或退出，并更新名册。",
        (
            "A tenant of {carrier} entered in {entered} and has stayed {months} months by {month}; {document} allows {limit}. "
            "Find out whether it has graduated or left, and bring the roster up to date."
        ),
    ),
    "roster_too_old": (
        "warning",
        "“{carrier}”的一家企业于{founded}成立、{entered}入驻，入驻时已成立{months}个月，超过{document}规定的{limit}个月。请核对日期和入孵条件。",
        (
            "A firm of {carrier} was founded in {founded} and entered in {entered}, {months} months old; {document} allows "
            "{limit}. Check the dates and whether it may be a tenant."
        ),
    ),
    "roster_no_limit": (
        "info",
        "有{count}家在孵企业没有适用的孵化时限，未作超期核对。如需核对，请在 data/vocabulary/limits.yml 中核实并启用相应规定。",
        (
            "No limit of stay is in use for {count} tenants; they were not checked for it. To check them, verify the rule in "
            "data/vocabulary/limits.yml and switch it on."
        ),
    ),
    "roster_two_states": (
        "warning",
        "“{carrier}”的一家企业同时填报为在孵和毕业（另见{other_file} {other_cell}）。两者只能填报其一，请核对孵化状态和毕业时间。",
        (
            "A firm of {carrier} is given both as a tenant and as a graduate (see also {other_file} {other_cell}). Only one "
            "can be; check its state and its date of graduation."
        ),
    ),
    "roster_two_carriers": (
        "warning",
        "同一家企业同时列为“{carrier}”和“{other_carrier}”的在孵企业（{other_file} {other_cell}）。一家企业只应在一个载体在孵，请核实后删除其一。",
        (
            "One firm is a tenant of both {carrier} and {other_carrier} ({other_file} {other_cell}). A firm is a tenant of one "
            "carrier only; find out which and remove the other."
        ),
    ),
    "roster_dates": (
        "warning",
        "“{carrier}”的一家企业{later}（{later_date}）早于{earlier}（{earlier_date}，单元格{other_cell}）。请核对两个日期。",
        (
            "A firm of {carrier} has {later_en} ({later_date}) before {earlier_en} ({earlier_date}, cell {other_cell}). Check "
            "both dates."
        ),
    ),
    "roster_future": (
        "warning",
        "“{carrier}”的一家企业{what}为{date}，晚于报表所属的{month}。请核对日期。",
        "A firm of {carrier} has {what_en} {date}, after {month}, which the return is about. Check the date.",
    ),
    "roster_credit_code": (
        "warning",
        "“{carrier}”的一家企业统一社会信用代码有误：{reason}。代码应为18位，末位为校验码，请对照营业执照更正。",
        (
            "The unified social credit code of a firm of {carrier} is wrong: {reason_en}. It has 18 characters, the last of "
            "which checks the others; correct it after the business licence."
        ),
    ),
    "roster_differs": (
        "warning",
        "“{name}”{period}填报为{found}{unit}，按企业名册统计为{counted}{unit}。{rule}请核对报表和名册。",
        (
            "{name_en} is given as {found} {unit} for {period_en}; the roster of firms makes it {counted} {unit}. {rule_en} "
            "Check the return and the roster."
        ),
    ),
}

SENTENCES: Sentences = {**_TABLE, **_SERIES, **_ROSTER}

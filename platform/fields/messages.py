"""Every sentence about a value, a field's settings or a condition that can be wrong."""

from __future__ import annotations

from ..core.errors import Kind, Message

# Values
EMPTY = Message("value.empty", "这里需要一个值", "A value belongs here")
NOT_TEXT = Message("value.not_text", "这里需要一段文本", "A text belongs here")
BAD_CHARACTER = Message(
    "value.bad_character", "文本中含有无法保存的字符", "The text contains a character that cannot be stored"
)
TOO_LONG = Message("value.too_long", "太长了：最多 {limit} 个字符", "Too long: at most {limit} characters")
BAD_CHECK_DIGIT = Message(
    "value.check_digit",
    "“{value}”不是有效的号码：请核对位数和校验码",
    "“{value}” is no valid number: its length or its check digit is wrong",
)
NOT_A_NUMBER = Message("value.not_a_number", "“{value}”不是数字", "“{value}” is not a number")
TOO_MANY_DIGITS = Message(
    "value.too_many_digits", "数字太长：最多 {limit} 位", "The number is too long: at most {limit} digits"
)
OUT_OF_RANGE = Message(
    "value.out_of_range",
    "超出范围：应在 -{limit} 到 {limit} 之间",
    "Out of range: it must lie between -{limit} and {limit}",
)
NOT_A_DATE = Message(
    "value.not_a_date", "“{value}”不是日期，请写成 2026-11-21", "“{value}” is not a date; write it as 2026-11-21"
)
NOT_A_DATETIME = Message(
    "value.not_a_datetime",
    "“{value}”不是日期时间，请写成 2026-11-21 14:05",
    "“{value}” is not a date with a time; write it as 2026-11-21 14:05",
)
DATE_OUT_OF_RANGE = Message(
    "value.date_out_of_range",
    "年份应在 {first} 到 {last} 之间",
    "The year must lie between {first} and {last}",
)
UNKNOWN_OPTION = Message(
    "value.unknown_option",
    "没有选项“{value}”，是不是想填：{nearest}？",
    "There is no option “{value}”; did you mean {nearest}?",
)
NO_SUCH_OPTION = Message("value.unknown_option", "没有选项“{value}”", "There is no option “{value}”")
ARCHIVED_OPTION = Message(
    "value.archived_option",
    "选项“{value}”已停用，不能再选",
    "The option “{value}” is archived and cannot be chosen any more",
)
NOT_A_CHECK = Message("value.not_a_check", "“{value}”既不是“是”也不是“否”", "“{value}” is neither yes nor no")
NEEDS_ID = Message(
    "value.needs_id",
    "这里需要记录的编号，不能直接填名称“{value}”",
    "The id of a record belongs here, not the name “{value}”",
)
ONLY_ONE = Message("value.only_one", "这里只能填一个", "Only one value belongs here")
TOO_MANY = Message("value.too_many", "太多了：最多 {limit} 个", "Too many: at most {limit}")
NOT_AN_EMAIL = Message("value.not_an_email", "“{value}”不是邮箱地址", "“{value}” is not an e-mail address")
NOT_A_PHONE = Message("value.not_a_phone", "“{value}”不是电话号码", "“{value}” is not a phone number")
NOT_A_URL = Message(
    "value.not_a_url",
    "“{value}”不是网址，请以 https:// 或 http:// 开头",
    "“{value}” is not a web address; it begins with https:// or http://",
)
NOT_A_FILE = Message("value.not_a_file", "这里需要已上传附件的编号", "The ids of uploaded attachments belong here")
NOT_ROWS = Message(
    "value.not_rows", '这里需要一组行：[{{"values": {{…}}}}]', 'A list of rows belongs here: [{{"values": {{…}}}}]'
)

# Fields
UNKNOWN_TYPE = Message("field.unknown_type", "没有字段类型“{type}”", "There is no field type “{type}”")
BAD_SETTING = Message(
    "field.bad_setting", "字段设置“{setting}”不正确：{reason}", "The setting “{setting}” is wrong: {reason}"
)
BAD_PATTERN = Message(
    "field.bad_pattern",
    "编号规则不正确：{part}。可用 {{yyyy}} {{yy}} {{mm}} {{dd}}，并且要有一个 {{seq:4}}",
    "The pattern is wrong at {part}; use {{yyyy}} {{yy}} {{mm}} {{dd}} and exactly one {{seq:4}}",
)

# Conditions: a request that asks with a wrong one is malformed
MALFORMED = Message(
    "condition.malformed",
    '条件的写法不正确：应为 {{"field", "op", "value"}}、{{"and": […]}}、{{"or": […]}} 或 {{"not": …}}',
    'A condition is {{"field", "op", "value"}}, {{"and": […]}}, {{"or": […]}} or {{"not": …}}',
    Kind.MALFORMED,
)
CONDITION_FIELD = Message("condition.unknown_field", "没有字段“{field}”", "There is no field “{field}”", Kind.MALFORMED)
CONDITION_OPERATOR = Message(
    "condition.unknown_operator",
    "这个字段不能用“{op}”比较，可用：{known}",
    "This field cannot be compared with “{op}”; it knows: {known}",
    Kind.MALFORMED,
)
CONDITION_VALUE = Message(
    "condition.needs_value", "条件“{op}”缺少要比较的值", "The comparison “{op}” lacks its value", Kind.MALFORMED
)
CONDITION_LIST = Message(
    "condition.needs_list", "条件“{op}”需要一个列表", "The comparison “{op}” takes a list", Kind.MALFORMED
)
CONDITION_RANGE = Message(
    "condition.needs_range",
    "条件“{op}”需要起止两个值",
    "The comparison “{op}” takes two values, from and to",
    Kind.MALFORMED,
)
CONDITION_TOO_DEEP = Message(
    "condition.too_deep",
    "条件嵌套超过 {limit} 层",
    "The condition is nested more than {limit} levels deep",
    Kind.MALFORMED,
)
CONDITION_TOO_LARGE = Message(
    "condition.too_large", "条件超过 {limit} 个", "There are more than {limit} comparisons", Kind.MALFORMED
)
CONDITION_LIST_TOO_LONG = Message(
    "condition.list_too_long", "列表超过 {limit} 个值", "The list has more than {limit} values", Kind.MALFORMED
)
CONDITION_VARIABLE = Message(
    "condition.unknown_variable",
    "这里不能用变量“{name}”",
    "The variable “{name}” cannot be used here",
    Kind.MALFORMED,
)
CONDITION_RELATIVE = Message(
    "condition.unknown_relative",
    "这里不能用相对日期“{name}”",
    "The relative date “{name}” cannot be used here",
    Kind.MALFORMED,
)
CONDITION_DAYS = Message(
    "condition.bad_days",
    "天数应是 0 到 {limit} 的整数",
    "The number of days is a whole number from 0 to {limit}",
    Kind.MALFORMED,
)

"""Every sentence of the formula language: what can be wrong when one is saved, and what can go wrong when it runs."""

from __future__ import annotations

from ..core.errors import Kind, Message

# Reading the text
EMPTY = Message("formula.empty", "公式是空的", "the formula is empty")
TOO_LONG = Message("formula.too_long", "公式超过 {limit} 个字符", "the formula is longer than {limit} characters")
TOO_LARGE = Message(
    "formula.too_large", "公式太大:最多 {limit} 个部分", "the formula is too large: at most {limit} parts"
)
TOO_DEEP = Message("formula.too_deep", "公式嵌套超过 {limit} 层", "the formula is nested more than {limit} levels deep")
UNEXPECTED = Message("formula.unexpected", "这里不该出现“{found}”", "“{found}” does not belong here")
UNEXPECTED_END = Message("formula.unexpected_end", "公式没有写完", "the formula ends too early")
UNCLOSED_BRACKET = Message("formula.unclosed_bracket", "这个括号没有对应的右括号", "this bracket is never closed")
UNMATCHED_BRACKET = Message("formula.unmatched_bracket", "多了一个右括号", "there is one closing bracket too many")
UNCLOSED_TEXT = Message("formula.unclosed_text", "文本缺少结束引号", "this text lacks its closing quote")
UNCLOSED_FIELD = Message("formula.unclosed_field", "字段缺少右花括号 }}", "this field lacks its closing brace }}")
NUMBER_TOO_LONG = Message("formula.number_too_long", "数字超过 {limit} 位", "the number has more than {limit} digits")
BAD_FIELD = Message("formula.bad_field", "花括号里应写字段名", "a field's name belongs between the braces")

# Finding the fields
UNKNOWN_FIELD = Message("formula.unknown_field", "没有字段“{name}”", "there is no field “{name}”")
MISSING_FIELD = Message("formula.missing_field", "引用的字段已被删除", "the field referred to no longer exists")

# Checking the kinds
UNKNOWN_FUNCTION = Message("formula.unknown_function", "没有函数“{name}”", "there is no function “{name}”")
UNKNOWN_FUNCTION_NEAR = Message(
    "formula.unknown_function",
    "没有函数“{name}”,是不是想写 {near}?",
    "there is no function “{name}”; did you mean {near}?",
)
TOO_FEW_ARGUMENTS = Message(
    "formula.too_few_arguments", "{function} 至少需要 {least} 个参数", "{function} needs at least {least} arguments"
)
TOO_MANY_ARGUMENTS = Message(
    "formula.too_many_arguments", "{function} 最多 {most} 个参数", "{function} takes at most {most} arguments"
)
UNPAIRED_ARGUMENTS = Message(
    "formula.unpaired_arguments",
    "{function} 的参数要成组出现,缺少一个",
    "the arguments of {function} come in groups; one is missing",
)
WRONG_ARGUMENT = Message(
    "formula.wrong_argument",
    "{function} 的“{argument}”应为{expected},这里是{found}",
    "“{argument}” of {function} is {expected}, not {found}",
)
NEEDS_LIST = Message(
    "formula.needs_list",
    "{function} 的“{argument}”应为列表,这里是{found}",
    "“{argument}” of {function} is a list, not {found}",
)
NO_ROWS = Message(
    "formula.no_rows",
    "{function} 的第一个参数要引用多行的字段,如 {{明细.单价}}",
    "the first argument of {function} refers to a field of many rows, such as lines.price",
)
WITHIN_EACH = Message(
    "formula.within_each",
    "{function} 不能放在另一个 {function} 里面",
    "{function} cannot stand within another {function}",
)
WRONG_OPERAND = Message(
    "formula.wrong_operand",
    "“{operator}”不能用于{found}",
    "“{operator}” cannot be used on {found}",
)
WRONG_OPERANDS = Message(
    "formula.wrong_operands",
    "“{operator}”不能用于{left}和{right}",
    "“{operator}” cannot be used between {left} and {right}",
)
MIXED_KINDS = Message(
    "formula.mixed_kinds",
    "这里的结果有时是{first},有时是{second};请统一(例如用 TEXT)",
    "this is sometimes {first} and sometimes {second}; make them alike, for example with TEXT",
)
NOT_COMPARABLE = Message("formula.not_comparable", "{left}不能与{right}比较", "{left} cannot be compared with {right}")
NO_ORDER = Message(
    "formula.no_order",
    "{found}只能判断是否相等,不能比较大小",
    "{found} can be equal to another, not smaller or larger",
)
NOT_TEXT = Message(
    "formula.not_text",
    "{found}不能直接当文本;请引用它的某个字段",
    "{found} cannot be used as text; refer to one of its fields",
)
LIST_AS_TEXT = Message(
    "formula.list_as_text", "列表不能直接当文本;请用 JOIN", "a list cannot be used as text; use JOIN"
)
LITERAL_CHOICE = Message(
    "formula.literal_choice",
    "{function} 的“{argument}”只能直接写为:{choices}",
    "“{argument}” of {function} must be written out as one of: {choices}",
)
LITERAL_FORMAT = Message(
    "formula.literal_format",
    "{function} 的“{argument}”要直接写出格式,如 {samples}",
    "“{argument}” of {function} must be written out as a format such as {samples}",
)
UNKNOWN_OPTION = Message(
    "formula.unknown_option", "没有选项“{option}”,可选:{options}", "there is no option “{option}”; there are: {options}"
)
WRONG_RESULT = Message(
    "formula.wrong_result",
    "公式的结果应为{expected},现在是{found}",
    "the formula must yield {expected}, not {found}",
)

# Depending on each other (409: attacks.md, formula cycles)
CYCLE = Message(
    "formula.cycle", "字段之间循环引用:{path}", "the fields refer to each other in a circle: {path}", Kind.CONFLICT
)

# Running
OVERFLOW = Message("formula.overflow", "结果太大", "the result is too large")
NOT_A_NUMBER = Message(
    "formula.not_a_number", "没有这样的数(如负数开平方)", "there is no such number, as with the square root of −1"
)
BAD_NUMBER = Message("formula.bad_number", "文本不是数字", "the text is not a number")
BAD_DATE = Message("formula.bad_date", "没有这样的日期", "there is no such date")
BAD_ARGUMENT = Message("formula.bad_argument", "函数的参数超出范围", "an argument is out of range")
TEXT_TOO_LONG = Message("formula.text_too_long", "文本太长", "the text is too long")
LIST_TOO_LONG = Message("formula.list_too_long", "列表太长", "the list is too long")
BELOW_FIRST_TIER = Message("formula.below_first_tier", "数量低于第一档", "the quantity lies below the first tier")
EQUALLY_GOOD = Message(
    "formula.equally_good", "有两行同样优先,无法选择", "two rows are equally preferred, so none can be chosen"
)
NO_SUCH_OPTION = Message("formula.no_such_option", "结果不是该字段的选项", "the result is none of the field's options")

#: what a formula may yield in place of a value; a caller that stores the code finds the sentence again here
RUNTIME = {
    message.code: message
    for message in (
        OVERFLOW, NOT_A_NUMBER, BAD_NUMBER, BAD_DATE, BAD_ARGUMENT, TEXT_TOO_LONG, LIST_TOO_LONG, NO_SUCH_OPTION,
        BELOW_FIRST_TIER, EQUALLY_GOOD,
    )
}  # fmt: skip

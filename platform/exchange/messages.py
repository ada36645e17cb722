"""What can be wrong with a sheet, an import, an export, a job or a backup, in both languages."""

from __future__ import annotations

from ..core.errors import Kind, Message

# Files
FILE_TOO_LARGE = Message(
    "sheet.file_too_large",
    zh="文件超过 {most} MB 的上限",
    en="The file is larger than the limit of {most} MB",
    kind=Kind.TOO_LARGE,
)
UNREADABLE = Message(
    "sheet.unreadable",
    zh="无法读取这个文件：它不是 .xlsx 或 .csv，或者已损坏",
    en="This file cannot be read: it is neither .xlsx nor .csv, or it is damaged",
)
OLD_OR_LOCKED = Message(
    "sheet.old_or_locked",
    zh="这是旧版 .xls 文件或加了密码的工作簿，请另存为不带密码的 .xlsx 再上传",
    en="This is an old .xls file or a workbook with a password; save it as .xlsx without a password",
)
SUSPICIOUS = Message(
    "sheet.suspicious",
    zh="文件的压缩内容异常（条目过多或解压后过大），已拒绝读取",
    en="The file is packed in an unusual way (too many entries, or far too large when unpacked) and was not read",
)
TOO_MUCH_WORK = Message(
    "sheet.too_much_work",
    zh="读取这个文件所需的内存或时间超出上限，请拆成较小的文件",
    en="Reading this file takes more memory or time than is allowed; split it into smaller files",
    kind=Kind.TOO_LARGE,
)
TOO_MANY_SHEET_ROWS = Message(
    "sheet.too_many_rows",
    zh="数据超过 {most} 行（单元格 {cell}），请拆成较小的文件",
    en="There are more than {most} rows (cell {cell}); split the file",
    kind=Kind.TOO_LARGE,
)
TOO_MANY_COLUMNS = Message(
    "sheet.too_many_columns",
    zh="数据超过 {most} 列（单元格 {cell}），请删除多余的列",
    en="There are more than {most} columns (cell {cell}); remove those that are not needed",
    kind=Kind.TOO_LARGE,
)
TOO_MANY_CELLS = Message(
    "sheet.too_many_cells",
    zh="数据超过 {most} 个单元格，请拆成较小的文件",
    en="There are more than {most} cells; split the file",
    kind=Kind.TOO_LARGE,
)
NO_DATA = Message("sheet.no_data", zh="文件中没有数据", en="There is no data in the file")
NO_HEADER = Message(
    "sheet.no_header",
    zh="第 1 行应是列名，但它是空的",
    en="Row 1 should hold the names of the columns, but it is empty",
)
MERGED_HEADER = Message(
    "sheet.merged_header",
    zh="列名占了多行（合并单元格 {cells}），请只保留一行列名",
    en="The header spans several rows (merged cells {cells}); keep the names of the columns in one row",
)
UNKNOWN_ENCODING = Message(
    "sheet.unknown_encoding",
    zh="无法识别文件的编码，请另存为 UTF-8 的 CSV",
    en="The encoding of the file is not known; save it as CSV in UTF-8",
)
BAD_QUOTES = Message(
    "sheet.bad_quotes",
    zh="第 {line} 行附近的引号不成对，或内容过长",
    en="Near line {line} the quotes do not match, or a value is too long",
)
#: why the reading process stopped, by the word it says so with
STOPS = {
    "unreadable": UNREADABLE,
    "old_or_locked": OLD_OR_LOCKED,
    "suspicious": SUSPICIOUS,
    "too_much_work": TOO_MUCH_WORK,
    "too_many_rows": TOO_MANY_SHEET_ROWS,
    "too_many_columns": TOO_MANY_COLUMNS,
    "too_many_cells": TOO_MANY_CELLS,
    "no_data": NO_DATA,
    "no_header": NO_HEADER,
    "merged_header": MERGED_HEADER,
}

# Imports: what stands against the whole of one
BAD_MODE = Message(
    "import.bad_mode",
    zh="导入方式只能是 create、update 或 upsert",
    en="The mode is create, update or upsert",
    kind=Kind.MALFORMED,
)
BAD_OPTION = Message(
    "import.bad_option",
    zh="导入设置“{name}”的写法不对",
    en="The import setting “{name}” is not written right",
    kind=Kind.MALFORMED,
)
KEY_NEEDED = Message(
    "import.key_needed",
    zh="更新已有记录需要指定按哪个字段查找（key）",
    en="To update records, say by which field they are found (key)",
)
BAD_IMPORT_KEY = Message(
    "import.bad_key",
    zh="不能按字段“{key}”查找记录",
    en="Records cannot be found by the field “{key}”",
)
NO_OWNER = Message(
    "import.no_owner",
    zh="“{table}”的记录没有负责人，不能选择“不归任何人”",
    en="Records of “{table}” have no owner, so they cannot be left without one",
)
KEY_UNMAPPED = Message(
    "import.key_unmapped",
    zh="文件中没有用来查找记录的列“{label}”",
    en="The file has no column for “{label}”, by which records are to be found",
)
UNKNOWN_COLUMN = Message("import.unknown_column", zh="文件中没有列“{column}”", en="The file has no column “{column}”")
UNKNOWN_TARGET = Message(
    "import.unknown_field",
    zh="列“{column}”对应的字段“{key}”不存在",
    en="The field “{key}”, chosen for the column “{column}”, does not exist",
)
COLUMN_TWICE = Message(
    "import.column_twice",
    zh="“{first}”和“{second}”两列对应了同一个字段“{label}”",
    en="The columns “{first}” and “{second}” both lead to the field “{label}”",
)
FORMER_KEY = Message(
    "import.former_key",
    zh="“{old}”是字段“{new}”的旧标识，期限过后不能再用",
    en="“{old}” is a former key of the field “{new}”; it cannot be used any more after its window",
)
NOTHING_MAPPED = Message(
    "import.nothing_mapped",
    zh="没有一列能对应到表中的字段，请检查第 1 行的列名",
    en="No column leads to a field of the table; check the names in row 1",
)
REQUIRED_UNMAPPED = Message(
    "import.required_unmapped",
    zh="必填字段“{label}”没有对应的列",
    en="The required field “{label}” has no column",
)
BAD_MATCH = Message(
    "import.bad_match",
    zh="列“{column}”不能按字段“{key}”查找关联的记录",
    en="The column “{column}” cannot find records by the field “{key}”",
)
TABLE_CHANGED = Message(
    "import.table_changed",
    zh="导入过程中这张表的结构被修改，导入已停止；此前的行已经导入",
    en="The table was changed during the import, which has stopped; the rows before are imported",
    kind=Kind.CONFLICT,
)

# Imports: why a column is passed over
IGNORED_COMPUTED = Message("import.ignored_computed", zh="由系统计算，已忽略", en="computed by the system, passed over")
IGNORED_KIND = Message(
    "import.ignored_kind", zh="这类字段不能从表格导入，已忽略", en="cannot be imported from a sheet, passed over"
)
IGNORED_RIGHT = Message("import.ignored_right", zh="您无权填写，已忽略", en="you may not fill it in, passed over")

# Imports: what is wrong with a row
NO_MATCH = Message(
    "import.no_match",
    zh="“{label}”中没有“{value}”，或者您看不到它",
    en="“{label}”: there is no “{value}”, or you may not see it",
)
AMBIGUOUS = Message(
    "import.ambiguous",
    zh="“{label}”中有多条“{value}”：{candidates}",
    en="“{label}”: there are several “{value}”: {candidates}",
)
ERROR_CELL = Message("import.error_cell", zh="单元格是错误值 {value}", en="The cell holds the error {value}")
KEY_EMPTY = Message(
    "import.key_empty", zh="“{label}”为空，无法查找记录", en="“{label}” is empty, so the record cannot be found"
)
KEY_TWICE = Message(
    "import.key_twice",
    zh="“{label}”的值“{value}”在文件中出现了多次，这些行都没有导入",
    en="The value “{value}” of “{label}” appears more than once in the file; none of these rows is imported",
)
KEY_NOT_FOUND = Message(
    "import.key_not_found",
    zh="没有“{label}”为“{value}”的记录，或者您看不到它",
    en="There is no record whose “{label}” is “{value}”, or you may not see it",
)
LINK_LEFT_OUT = Message(
    "import.link_left_out",
    zh="记录已导入，但“{label}”留空：所指的“{value}”那一行没有导入",
    en="The record is imported but “{label}” is left empty: the row “{value}” that it names was not imported",
)
LONG_NUMBER = Message(
    "import.long_number",
    zh="“{value}”超过 15 位，表格软件已丢失末尾的数字；证件号、卡号等请设为文本格式再导入",
    en="“{value}” has more than 15 digits, and the spreadsheet has lost the last ones; format such columns as text",
)

# Jobs
NO_SUCH_JOB = Message(
    "job.not_found",
    zh="没有这个任务，或者您看不到它",
    en="There is no such job, or you may not see it",
    kind=Kind.NOT_FOUND,
)
INTERRUPTED = Message(
    "job.interrupted",
    zh="服务器在任务进行中停止；已经完成的部分保留，可以撤销该批次后重新导入",
    en="The server stopped while the job was running; what was done before is kept, and its batch can be undone",
)
NO_LONGER_ADMITTED = Message(
    "job.no_longer_admitted",
    zh="任务已停止：发起人已离开或被停用，或所用的令牌已撤销；已经完成的部分保留，可以撤销该批次",
    en="The job was stopped: whoever began it has left or is switched off, or the token is revoked; what was done before is "
    "kept, and its batch can be undone",
    kind=Kind.FORBIDDEN,
)
JOB_BROKE = Message(
    "job.broke",
    zh="任务因内部错误中止，详情见服务器日志",
    en="The job stopped because of an internal error; see the server's log",
)
TOO_MANY_JOBS = Message(
    "job.too_many",
    zh="排队的任务太多，请等前面的完成后再试",
    en="Too many jobs are waiting; try again when some of them are done",
    kind=Kind.TOO_MANY,
)

# Exports
BAD_FORMAT = Message(
    "export.bad_format", zh="导出格式只能是 xlsx 或 csv", en="The format is xlsx or csv", kind=Kind.MALFORMED
)
MAY_NOT_PRINT = Message(
    "print.not_allowed",
    zh="您没有打印这条记录的权限",
    en="You have no right to print this record",
    kind=Kind.FORBIDDEN,
)
TOO_MANY_TO_PRINT = Message(
    "print.too_many",
    zh="一次最多打印 {most} 条记录，请先筛选，或者导出为 Excel",
    en="At most {most} records are printed at once; filter them, or export them to Excel",
    kind=Kind.TOO_LARGE,
)
TOO_WIDE_TO_PRINT = Message(
    "print.too_wide",
    zh="一次最多打印 {most} 列，请少选几个字段",
    en="At most {most} columns are printed at once; choose fewer fields",
    kind=Kind.TOO_LARGE,
)
TOO_MANY_TO_EXPORT = Message(
    "export.too_many",
    zh="超过 {most} 行，请先筛选，或者导出为 CSV",
    en="There are more than {most} rows; filter them, or export as CSV",
    kind=Kind.TOO_LARGE,
)

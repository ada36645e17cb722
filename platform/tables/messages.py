"""The sentences of this room."""

from __future__ import annotations

from dataclasses import replace

from ..core.errors import Kind, Message

NO_SUCH_WORKSPACE = Message(
    "workspace.not_found",
    zh="没有这个工作区，或者您不能进入",
    en="There is no such workspace, or you may not enter it",
    kind=Kind.NOT_FOUND,
)
WORKSPACE_EXISTS = Message(
    "workspace.exists", zh="工作区“{key}”已经存在", en="The workspace “{key}” exists already", kind=Kind.CONFLICT
)
BAD_KEY = Message(
    "key.invalid",
    zh="“{key}”不能用作标识：只能用英文字母、数字和下划线，以字母开头，最多 50 个字符",
    en="“{key}” cannot be a key: use letters, digits and underscores, begin with a letter, at most 50 characters",
)
NO_SUCH_TABLE = Message(
    "table.not_found",
    zh="没有这张表，或者您看不到它",
    en="There is no such table, or you may not see it",
    kind=Kind.NOT_FOUND,
)
NO_SUCH_RECORD = Message(
    "record.not_found",
    zh="没有这条记录，或者您看不到它",
    en="There is no such record, or you may not see it",
    kind=Kind.NOT_FOUND,
)
NO_SUCH_VIEW = Message("view.not_found", zh="没有视图“{view}”", en="There is no view “{view}”", kind=Kind.MALFORMED)
UNKNOWN_FIELD = Message("field.unknown", zh="没有字段“{key}”", en="There is no field “{key}”")
READ_ONLY_FIELD = Message("field.read_only", zh="字段“{label}”不能直接填写", en="The field “{label}” cannot be written")
FORBIDDEN_FIELD = Message(
    "field.forbidden",
    zh="您没有权限修改字段“{label}”",
    en="You may not change the field “{label}”",
    kind=Kind.FORBIDDEN,
)
RENAMED_FIELD = Message(
    "field.renamed",
    zh="字段标识“{old}”已改为“{new}”，旧标识不能再使用",
    en="The field “{old}” is called “{new}” now; the former key may not be used any more",
)
RENAMED_QUERY_FIELD = Message(
    "query.renamed_field",
    zh="字段标识“{old}”已改为“{new}”，旧标识不能再使用",
    en="The field “{old}” is called “{new}” now; the former key may not be used any more",
    kind=Kind.MALFORMED,
)
UNKNOWN_QUERY_FIELD = Message(
    "query.unknown_field", zh="没有字段“{key}”", en="There is no field “{key}”", kind=Kind.MALFORMED
)
FIELD_NOT_SORTABLE = Message(
    "query.not_sortable", zh="不能按字段“{key}”排序", en="One cannot sort by “{key}”", kind=Kind.MALFORMED
)
BAD_SORT = Message(
    "query.bad_sort", zh="排序写法不对：{sort}", en="This sort cannot be read: {sort}", kind=Kind.MALFORMED
)
BAD_LIMIT = Message(
    "query.bad_limit",
    zh="每页条数应在 1 到 {most} 之间",
    en="The limit must be between 1 and {most}",
    kind=Kind.MALFORMED,
)
BAD_OFFSET = Message(
    "query.bad_offset",
    zh="起始位置应在 0 到 {most} 之间",
    en="The offset must be between 0 and {most}",
    kind=Kind.MALFORMED,
)
BAD_CURSOR = Message(
    "query.bad_cursor",
    zh="翻页标记无效，请从第一页重新开始",
    en="This cursor is not valid; begin again at the first page",
    kind=Kind.MALFORMED,
)
BAD_AGGREGATE = Message(
    "query.bad_aggregate", zh="不能这样汇总：{what}", en="One cannot aggregate like that: {what}", kind=Kind.MALFORMED
)
TOO_MANY_ROWS = Message(
    "records.too_many", zh="一次最多处理 {most} 条记录", en="At most {most} records at once", kind=Kind.TOO_LARGE
)
NO_ROWS = Message("records.none", zh="没有要处理的记录", en="There are no records in the request", kind=Kind.MALFORMED)
ROW_TWICE = Message(
    "records.twice", zh="同一条记录在请求中出现了两次", en="The same record appears twice in the request"
)
NOT_A_KEY = Message(
    "records.not_a_key",
    zh="“{key}”不是可以用来查找记录的唯一字段",
    en="“{key}” is not a unique field by which records can be found",
)
KEY_TWICE = Message(
    "records.key_twice",
    zh="“{label}”的同一个值在请求中出现了两次",
    en="The same “{label}” appears twice in the request",
)
REQUIRED = Message("value.required", zh="请填写“{label}”", en="“{label}” is required")
NOT_UNIQUE = Message(
    "value.not_unique", zh="“{label}”的值已被其他记录使用", en="Another record has this “{label}” already"
)
UNKNOWN_LINK = Message(
    "value.unknown_record",
    zh="“{label}”所选的记录不存在，或者您看不到它",
    en="The record chosen for “{label}” does not exist or is not visible to you",
)
UNKNOWN_MEMBER = Message(
    "value.unknown_member", zh="“{label}”所选的成员不存在", en="The member chosen for “{label}” does not exist"
)
NOT_A_CANDIDATE = Message(
    "value.not_a_candidate",
    zh="“{label}”不能选择这条记录，它不在可选范围内",
    en="“{label}” cannot be this record: it is not among those that may be chosen here",
)
NO_LONGER_A_CANDIDATE = Message(
    "value.no_longer_a_candidate",
    zh="“{table}”里的“{label}”“{name}”已不在可选范围内，请核对",
    en="“{name}”, the “{label}” of a row in “{table}”, is no longer among those that may be chosen",
)
BOTH_NAMES = Message(
    "field.both_names",
    zh="“{old}”和“{new}”是同一个字段，值却不同",
    en="“{old}” and “{new}” are the same field but have different values",
)
STALE = Message(
    "record.stale",
    zh="这条记录已被别人修改（现在是第 {current} 版），请刷新后再试",
    en="Somebody else has changed this record (it is at version {current} now); reload it and try again",
    kind=Kind.CONFLICT,
)
STALE_FIELD = Message(
    "record.stale",
    zh="「{label}」已被别人修改（记录现在是第 {current} 版），请核对后再保存",
    en="Somebody else has changed {label} (the record is at version {current} now); compare and save again",
    kind=Kind.CONFLICT,
)
CHANGED_MEANWHILE = Message(
    "record.changed_meanwhile",
    zh="这条记录已被修改（现在是第 {current} 版），与 If-Match 不符",
    en="The record was changed (it is at version {current} now) and does not match If-Match",
    kind=Kind.PRECONDITION,
)
IN_USE = Message(
    "record.in_use",
    zh="有 {count} 条“{table}”记录必须关联到它，不能删除",
    en="{count} rows of “{table}” need this record, so it cannot be deleted",
    kind=Kind.CONFLICT,
)


def held_by(lock: Message) -> Message:
    """What a lock says, where rows that it keeps as they are point to a row that is to be deleted."""
    zh = f"有 {{count}} 条“{{table}}”记录指向它，不能删除：{lock.zh}"
    en = f"{{count}} rows of “{{table}}” point to this record, so it cannot be deleted: {lock.en}"
    return replace(lock, zh=zh, en=en)


MAY_NOT_CREATE = Message(
    "permission.create",
    zh="您不能在“{table}”中新建这样的记录",
    en="You may not create such a record in “{table}”",
    kind=Kind.FORBIDDEN,
)
MAY_NOT_EDIT = Message(
    "permission.edit",
    zh="您可以查看这条记录，但不能修改",
    en="You may see this record but not change it",
    kind=Kind.FORBIDDEN,
)
WOULD_LEAVE = Message(
    "permission.edit_away",
    zh="这样修改后，这条记录会超出您可以修改的范围，因此没有保存",
    en="With this change the record would lie outside of what you may change, so it was not saved",
    kind=Kind.FORBIDDEN,
)
MAY_NOT_DELETE = Message(
    "permission.delete",
    zh="您可以查看这条记录，但不能删除",
    en="You may see this record but not delete it",
    kind=Kind.FORBIDDEN,
)
NO_TRANSITION = Message(
    "state.no_transition",
    zh="“{label}”不能从“{before}”变为“{after}”",
    en="“{label}” cannot go from “{before}” to “{after}”",
    kind=Kind.CONFLICT,
)
TREE_CIRCLE = Message(
    "tree.circle",
    zh="这样会使一条记录成为自己的下级：{path}",
    en="A record would come to stand below itself: {path}",
)
TREE_TOO_DEEP = Message("tree.too_deep", zh="层级最多 {most} 层", en="A tree has at most {most} levels")
TREE_OTHER_OWNER = Message(
    "tree.other_owner",
    zh="“{label}”必须和本行属于同一条上级记录",
    en="“{label}” must belong to the same record as this row",
)
TREE_PARENT_GONE = Message(
    "tree.parent_gone",
    zh="它的“{label}”要被删除，请一并删除这一行，或者改到别处",
    en="Its “{label}” is to be deleted; delete this row as well, or move it",
)
TREE_NO_SUCH_LINE = Message(
    "tree.no_such_line",
    zh="“{label}”指向的行不在列表中，或者相互引用",
    en="“{label}” names a row that is not in the list, or rows that name each other",
)
KEY_TAKEN = Message("schema.key_taken", zh="标识“{key}”已经被使用", en="The key “{key}” is taken", kind=Kind.CONFLICT)
UNKNOWN_TYPE = Message("schema.unknown_type", zh="没有字段类型“{type}”", en="There is no field type “{type}”")
BAD_OPTIONS = Message(
    "schema.bad_options", zh="字段“{key}”的设置不对：{why}", en="The settings of “{key}” are not right: {why}"
)
CYCLE = Message(
    "schema.cycle",
    zh="公式互相引用成环：{path}",
    en="These formulas refer to each other in a circle: {path}",
    kind=Kind.CONFLICT,
)
BAD_FORMULA = Message(
    "schema.bad_formula", zh="公式第 {position} 个字符处：{why}", en="In the formula, at character {position}: {why}"
)
NOT_COMPUTED = Message(
    "explain.not_computed",
    zh="字段“{label}”不是计算出来的，没有可解释的内容",
    en="The field “{label}” is not computed, so there is nothing to explain",
)
OVERFLOW = Message("value.overflow", zh="结果超出可以保存的范围", en="The result is larger than can be stored")
NO_SUCH_BATCH = Message(
    "batch.not_found",
    zh="没有这次操作，或者它不是您做的",
    en="There is no such operation, or it was not yours",
    kind=Kind.NOT_FOUND,
)
ALREADY_UNDONE = Message(
    "undo.already", zh="这次操作已经撤销过了", en="This has been undone already", kind=Kind.CONFLICT
)
NOT_UNDONE_HERE = Message(
    "undo.installation",
    zh="安装模板不能这样撤销",
    en="The installation of a template cannot be undone like this",
    kind=Kind.CONFLICT,
)
CELL_CHANGED = Message(
    "undo.cell_changed",
    zh="{who}在 {when} 改过“{label}”，保留现在的值",
    en="{who} changed “{label}” at {when}, so it stays as it is",
    kind=Kind.CONFLICT,
)
ROW_CHANGED = Message(
    "undo.row_changed",
    zh="{who}在 {when} 改过这条记录，予以保留",
    en="{who} changed this record at {when}, so it is kept",
    kind=Kind.CONFLICT,
)
ROW_DELETED = Message(
    "undo.row_deleted",
    zh="{who}在 {when} 删除了这条记录",
    en="{who} deleted this record at {when}",
    kind=Kind.CONFLICT,
)
ROW_NEEDED = Message(
    "undo.row_needed",
    zh="现在有“{table}”的记录属于它或关联到它，予以保留",
    en="Rows of “{table}” belong or refer to it by now, so it is kept",
    kind=Kind.CONFLICT,
)
LINK_GONE = Message(
    "undo.link_gone",
    zh="“{label}”原来关联的记录已不存在",
    en="What “{label}” referred to is no longer there",
    kind=Kind.CONFLICT,
)
LINK_KEPT = Message(
    "undo.link_kept",
    zh="“{label}”没有放回原来的关联：它已被改过，或者记录已锁定",
    en="“{label}” does not refer to it again: it was changed since, or the record is locked",
    kind=Kind.CONFLICT,
)
VALUE_GONE = Message(
    "undo.value_gone",
    zh="“{label}”原来的值已不能用：字段后来被改过",
    en="The former value of “{label}” cannot be used: the field was altered since",
    kind=Kind.CONFLICT,
)
OWNER_GONE = Message(
    "undo.owner_gone",
    zh="它所属的“{table}”记录已不存在",
    en="The “{table}” record that it belongs to is no longer there",
    kind=Kind.CONFLICT,
)
MAY_NOT_RESTORE = Message(
    "permission.restore",
    zh="您不能在“{table}”中恢复这条记录",
    en="You may not bring this record of “{table}” back",
    kind=Kind.FORBIDDEN,
)
BAD_VIEW = Message(
    "view.invalid", zh="视图“{key}”的设置不对：{what}", en="The settings of the view “{key}” are not right: {what}"
)

TABLE_IN_USE = Message(
    "schema.table_in_use",
    zh="该表正被长时间读取（如导出），暂时无法修改结构，请稍后再试",
    en="The table is being read for long (an export, say), so its structure cannot be changed now; try again later",
    kind=Kind.CONFLICT,
)

"""What can stand against a backup or a restore, in both languages."""

from __future__ import annotations

from ...core.errors import Kind, Message

CANNOT_WRITE = Message(
    "backup.cannot_write", zh="无法写入 {path}：{why}", en="{path} cannot be written: {why}", kind=Kind.CONFLICT
)
NOT_A_BACKUP = Message(
    "backup.unreadable", zh="这个文件不是格子的备份，或者已损坏", en="This file is no backup of Gezi, or it is damaged"
)
NEWER = Message(
    "backup.newer",
    zh="这个备份来自更新的版本，请先升级程序再恢复",
    en="This backup was made by a newer version; upgrade before restoring it",
    kind=Kind.CONFLICT,
)
DAMAGED = Message(
    "backup.damaged",
    zh="备份中的文件“{name}”缺失或已损坏，没有恢复任何内容",
    en="“{name}” in the backup is missing or damaged; nothing was restored",
)
OTHER_DATABASE = Message(
    "backup.other_database",
    zh="这个备份来自 {theirs}，不能恢复到 {ours} 上",
    en="This backup was made on {theirs} and cannot be restored on {ours}",
    kind=Kind.CONFLICT,
)
WOULD_REPLACE = Message(
    "backup.would_replace",
    zh="工作区“{key}”已经存在；请换一个名称，或者明确要求替换",
    en="The workspace “{key}” exists already; choose another name, or say that it is to be replaced",
    kind=Kind.CONFLICT,
)

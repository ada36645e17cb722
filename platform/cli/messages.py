"""What the command line itself has to say."""

from __future__ import annotations

from ..core.errors import Kind, Message

DATA_IN_USE = Message(
    "cli.data_in_use",
    zh="数据目录 {data} 正被另一个 gezi 进程使用，请稍后再试",
    en="Another gezi process is using the data folder {data}; try again when it has finished",
    kind=Kind.CONFLICT,
)
CONNECTION_LOST = Message(
    "cli.connection_lost",
    zh="与服务的连接中断，命令可能没有完成：{why}",
    en="The connection to the server was lost; the command may not have finished: {why}",
    kind=Kind.CONFLICT,
)
NO_SUCH_FILE = Message("cli.no_such_file", zh="没有文件 {path}", en="There is no file {path}", kind=Kind.NOT_FOUND)
BAD_WORKERS = Message(
    "cli.bad_workers",
    zh="GEZI_WORKERS 须为 1 至 64 的整数；使用 SQLite 时只能是 1",
    en="GEZI_WORKERS is a whole number from 1 to 64; with SQLite it can only be 1",
)

WORKER_NEEDS_REDIS = Message(
    "cli.worker_needs_redis",
    zh="没有设置 GEZI_REDIS_URL：后台工作由服务器自己完成，不需要 gezi worker",
    en="GEZI_REDIS_URL is not set: the server does the work in the background itself, and no gezi worker is needed",
)

BAD_INSTANT = Message(
    "cli.bad_instant", zh="“{text}”不是时间，例如 2026-11-22T09:00", en="“{text}” is no time; write 2026-11-22T09:00"
)
SWEPT = Message(
    "cli.swept", zh="{workspace}：到 {at} 为止的工作已完成", en="{workspace}: everything due until {at} is done"
)

INSTALLED = Message(
    "cli.installed",
    zh="已把“{name}” {version} 安装到工作区 {workspace}：{tables} 张表，{fields} 个字段，{records} 条演示记录",
    en="“{name}” {version} is installed in the workspace {workspace}: {tables} tables, {fields} fields, {records} demo records",
)
THERE_ALREADY = Message(
    "cli.there_already",
    zh="“{name}”已安装在工作区 {workspace}",
    en="“{name}” is installed in the workspace {workspace} already",
)
DEMO_ACCOUNTS = Message(
    "cli.demo_accounts",
    zh="演示账号：{accounts}  密码：{password}",
    en="Demo accounts: {accounts}  Password: {password}",
)
DEMO_PASSWORD_KEPT = Message(
    "cli.demo_password_kept",
    zh="演示账号：{accounts}（密码不变）",
    en="Demo accounts: {accounts} (with the password they had)",
)
NO_ADMINISTRATOR = Message(
    "cli.no_administrator",
    zh="这个工作区还没有管理员：gezi user add 账号 --workspace {workspace} --admin",
    en="This workspace has no administrator yet: gezi user add ACCOUNT --workspace {workspace} --admin",
)
ALL_AS_COMPUTED = Message(
    "cli.all_as_computed",
    zh="{workspace}：所有保存的计算结果都与公式一致",
    en="{workspace}: every stored value is what its formula gives",
)
DIFFERENCES = Message(
    "cli.differences",
    zh="{workspace}：{count} 处与公式不一致",
    en="{workspace}: {count} stored values differ from what their formulas give",
)
NOT_AS_INDEXED = Message(
    "cli.not_as_indexed",
    zh="搜索索引与内容不一致",
    en="the search index is not what the texts give",
)
REINDEXED = Message(
    "cli.reindexed",
    zh="{workspace}：已按 {count} 条记录重建搜索索引",
    en="{workspace}: the search index is made anew from {count} records",
)
IMPORTED = Message(
    "cli.imported",
    zh="新建 {created} 条，更新 {updated} 条，跳过 {skipped} 条",
    en="{created} created, {updated} updated, {skipped} left out",
)
WOULD_IMPORT = Message(
    "cli.would_import",
    zh="试运行：将新建 {created} 条，更新 {updated} 条，跳过 {skipped} 条",
    en="Dry run: {created} would be created, {updated} updated, {skipped} left out",
)
NOT_MAPPED = Message(
    "cli.not_mapped",
    zh="没有对应字段的列：{columns}",
    en="Columns that no field takes: {columns}",
)
RESTORED = Message(
    "cli.restored",
    zh="已恢复工作区 {workspace}（备份于 {made_at}）：{files} 个文件，新建 {accounts} 个账号",
    en="The workspace {workspace} is restored (backup of {made_at}): {files} files, {accounts} accounts made",
)
FILES_MISSING = Message(
    "cli.files_missing",
    zh="备份时已缺失的文件：{files}",
    en="Files that were missing when the backup was made: {files}",
)
DEMO_PASSWORD_EXPOSED = Message(
    "cli.demo_password_exposed",
    zh="警告：演示账号使用 GEZI_DEMO_PASSWORD 的密码，而服务器可从其他机器访问；正式使用前请清除演示数据",
    en="Warning: the demo accounts have the password of GEZI_DEMO_PASSWORD, and other machines reach this server; purge the "
    "demo before real use",
)
PURGED = Message(
    "cli.purged",
    zh="{workspace}：演示记录 {rows} 条，演示自动化 {automations} 个，停用演示账号 {accounts} 个，保留 {kept} 条",
    en="{workspace}: {rows} demo records, {automations} demo automations, {accounts} demo accounts disabled, {kept} stay",
)
STAYS = Message("cli.stays", zh="保留 {row}：{reason}", en="stays {row}: {reason}")
UPGRADED = Message(
    "cli.upgraded",
    zh="“{name}”已从 {before} 升级到 {version}，共 {done} 处改动",
    en="“{name}” was upgraded from {before} to {version}: {done} changes",
)
UP_TO_DATE = Message(
    "cli.up_to_date",
    zh="“{name}”{version} 没有带来新的改动",
    en="“{name}” {version} brings nothing new",
)

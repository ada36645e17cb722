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
NO_SUCH_TEMPLATE = Message(
    "cli.no_such_template",
    zh="没有模板“{template}”：请给出内置模板的名称，或 JSON 文件的路径",
    en="There is no template “{template}”: give the name of a built-in one, or the path of a JSON file",
    kind=Kind.NOT_FOUND,
)
NO_SUCH_FILE = Message(
    "cli.no_such_file", zh="没有文件 {path}", en="There is no file {path}", kind=Kind.NOT_FOUND
)
BAD_WORKERS = Message(
    "cli.bad_workers",
    zh="GEZI_WORKERS 须为 1 至 64 的整数；使用 SQLite 时只能是 1",
    en="GEZI_WORKERS is a whole number from 1 to 64; with SQLite it can only be 1",
)

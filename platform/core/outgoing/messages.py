"""Why a request to another machine is not made, or did not work. Nothing of what the other side said is in these sentences."""

from __future__ import annotations

from ..errors import Message

BAD_ADDRESS = Message(
    "outgoing.bad_address",
    zh="网址须以 http:// 或 https:// 开头，不含用户名、片段或空白",
    en="An address begins with http:// or https:// and has no user name, fragment or blanks",
)
PORT_NOT_ALLOWED = Message("outgoing.port", zh="不允许连接端口 {port}", en="Connections to port {port} are not allowed")
NOT_PUBLIC = Message(
    "outgoing.not_public",
    zh="这个网址不在公共网络上；内部地址须由管理员在 GEZI_OUTGOING_ALLOW 中放行",
    en="The address is not on the public network; the operator may allow internal ones by GEZI_OUTGOING_ALLOW",
)
NO_SUCH_HOST = Message("outgoing.no_such_host", zh="找不到主机 {host}", en="The host {host} cannot be found")
UNREACHABLE = Message("outgoing.unreachable", zh="无法连接到 {host}", en="{host} cannot be reached")
TOO_SLOW = Message(
    "outgoing.too_slow", zh="{host} 在 {seconds} 秒内没有回应", en="{host} did not answer within {seconds} seconds"
)
NO_ANSWER = Message("outgoing.no_answer", zh="{host} 的回应无法读取", en="What {host} answered cannot be read")
BAD_ALLOWANCE = Message(
    "outgoing.bad_allowance",
    zh="GEZI_OUTGOING_ALLOW 须为以逗号分隔的主机名、主机名:端口或网段，{entry} 不是",
    en="GEZI_OUTGOING_ALLOW is a list of host, host:port or network, separated by commas; {entry} is none of these",
)

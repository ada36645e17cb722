"""Sentences of the API itself: envelopes, queries, sign-in, the server's own state. Values are judged by field types."""

from __future__ import annotations

from ..core.errors import Kind, Message

# the body of a request
WRONG_CONTENT_TYPE = Message(
    "request.content_type",
    zh="请求内容必须是 {expected}",
    en="the request's content must be {expected}",
    kind=Kind.MALFORMED,
)
NOT_JSON = Message(
    "request.not_json", zh="请求内容不是有效的 JSON", en="the request is not valid JSON", kind=Kind.MALFORMED
)
TOO_DEEP = Message(
    "request.too_deep", zh="JSON 嵌套超过 {limit} 层", en="the JSON is nested deeper than {limit}", kind=Kind.MALFORMED
)
TOO_MANY_PARTS = Message(
    "request.too_many_parts",
    zh="JSON 的元素超过 {limit} 个",
    en="the JSON has more than {limit} elements",
    kind=Kind.MALFORMED,
)
DUPLICATE_KEY = Message(
    "request.duplicate_key",
    zh="JSON 对象里有重复的键",
    en="an object in the JSON names a key twice",
    kind=Kind.MALFORMED,
)
BAD_NUMBER = Message(
    "request.bad_number",
    zh="JSON 里有无法使用的数字（过大，或 NaN、Infinity）",
    en="the JSON has a number that cannot be used (too large, NaN or Infinity)",
    kind=Kind.MALFORMED,
)
NOT_AN_OBJECT = Message(
    "request.not_an_object",
    zh="请求内容必须是一个 JSON 对象",
    en="the request must be a JSON object",
    kind=Kind.MALFORMED,
)
TOO_LARGE = Message("request.too_large", zh="内容超过上限", en="the content exceeds the limit", kind=Kind.TOO_LARGE)
MISSING_KEY = Message("request.missing_key", zh="缺少 {key}", en="{key} is missing", kind=Kind.MALFORMED)
UNKNOWN_KEY = Message("request.unknown_key", zh="不认识的键 {key}", en="{key} is not a known key", kind=Kind.MALFORMED)
BAD_VALUE = Message(
    "request.bad_value", zh="{key} 的值不符合要求", en="the value of {key} is not usable", kind=Kind.MALFORMED
)
REPEATED_KEY = Message(
    "request.repeated_key", zh="{key} 出现了多次", en="{key} is given more than once", kind=Kind.MALFORMED
)
NO_FILE = Message("request.no_file", zh="请求里没有文件", en="the request carries no file", kind=Kind.MALFORMED)

# the query string
UNKNOWN_PARAMETER = Message(
    "query.unknown", zh="不认识的查询参数 {key}", en="{key} is not a known parameter", kind=Kind.MALFORMED
)
REPEATED_PARAMETER = Message(
    "query.repeated",
    zh="查询参数 {key} 出现了多次",
    en="the parameter {key} is given more than once",
    kind=Kind.MALFORMED,
)
MISSING_PARAMETER = Message(
    "query.missing", zh="缺少查询参数 {key}", en="the parameter {key} is missing", kind=Kind.MALFORMED
)
BAD_PARAMETER = Message(
    "query.bad_value",
    zh="查询参数 {key} 的值无效",
    en="the value of the parameter {key} is not valid",
    kind=Kind.MALFORMED,
)

# conditions on what is there
BAD_CONDITION = Message(
    "precondition.malformed",
    zh="If-Match 或 If-None-Match 不是实体标签的列表",
    en="If-Match or If-None-Match is not a list of entity tags",
    kind=Kind.MALFORMED,
)
CONDITION_NEEDS_ONE = Message(
    "precondition.needs_one",
    zh="If-Match 只能用于一条记录；多条记录请使用 version",
    en="If-Match is for one record; use version for several",
    kind=Kind.MALFORMED,
)

# who is calling
SIGN_IN_NEEDED = Message("auth.sign_in", zh="请先登录", en="please sign in", kind=Kind.UNAUTHENTICATED)
BAD_TOKEN = Message(
    "auth.bad_token", zh="访问令牌无效或已撤销", en="the token is not valid or was revoked", kind=Kind.UNAUTHENTICATED
)
CSRF_MISMATCH = Message(
    "auth.csrf",
    zh="页面已过期，请刷新后重试",
    en="this page is out of date; reload it and try again",
    kind=Kind.FORBIDDEN,
)
FOREIGN_ORIGIN = Message(
    "auth.origin", zh="不接受来自其他网站的请求", en="requests from other sites are not accepted", kind=Kind.FORBIDDEN
)
TOKEN_NOT_ENOUGH = Message(
    "auth.token_not_enough",
    zh="访问令牌不能用于此操作，请登录后进行",
    en="a token cannot be used for this; sign in instead",
    kind=Kind.FORBIDDEN,
)

TOKEN_READS = Message(
    "token.reads",
    zh="此令牌只能读取，不能修改",
    en="this token is for reading alone",
    kind=Kind.FORBIDDEN,
)
TOKEN_FOR_TABLES = Message(
    "token.for_tables",
    zh="此令牌只能用于指定的表",
    en="this token is for single tables alone",
    kind=Kind.FORBIDDEN,
)
NOT_ABOUT_OTHERS = Message(
    "permission.not_about_others",
    zh="只有管理员和搭建者可以查看他人的权限",
    en="Only administrators and builders may look at the rights of others",
    kind=Kind.FORBIDDEN,
)

# places
NO_SUCH_PLACE = Message("http.not_found", zh="没有这个地址", en="there is nothing at this address", kind=Kind.NOT_FOUND)
NO_SUCH_TOKEN = Message("token.not_found", zh="没有这个访问令牌", en="there is no such token", kind=Kind.NOT_FOUND)

# the HTTP layer's own refusals, by status (`errors.py`)
METHOD_NOT_ALLOWED = Message(
    "http.method_not_allowed", zh="此地址不支持该方法", en="this address does not take that method"
)
NOT_ACCEPTED = Message("http.refused", zh="请求无法处理", en="the request cannot be processed")
SERVER_ERROR = Message(
    "server.error", zh="服务器内部错误，请稍后再试", en="an internal error occurred; please try again later"
)
SERVER_BUSY = Message(
    "server.busy", zh="服务暂时不可用，请稍后再试", en="the service is busy; please try again shortly"
)
VIEW_AS_FORBIDDEN = Message(
    "view_as.forbidden",
    zh="只有管理员可以以他人的视角查看",
    en="Only administrators may look at the workspace as somebody else sees it",
    kind=Kind.FORBIDDEN,
)
VIEW_AS_READS = Message(
    "view_as.reads",
    zh="以他人的视角只能查看，不能修改",
    en="In somebody else's view everything is read-only",
    kind=Kind.FORBIDDEN,
)
BAD_VIEW_AS = Message(
    "view_as.malformed",
    zh="视角须写作 member:<编号> 或 roles:<角色组标识，以逗号分隔>",
    en="A view is written as member:<id> or roles:<keys of role groups, separated by commas>",
    kind=Kind.MALFORMED,
)

"""The sentences of automations."""

from __future__ import annotations

from ...core.errors import Kind, Message

NO_SUCH = Message("automation.not_found", zh="没有这个自动化", en="There is no such automation", kind=Kind.NOT_FOUND)
NO_SUCH_RUN = Message("automation.no_run", zh="没有这次运行", en="There is no such run", kind=Kind.NOT_FOUND)
TAKEN = Message(
    "automation.key_taken",
    zh="已有标识为“{key}”的自动化",
    en="There is an automation “{key}” already",
    kind=Kind.CONFLICT,
)
BAD_SHAPE = Message("automation.shape", zh="{path}：定义不正确（{why}）", en="{path}: not a valid definition ({why})")
NO_TABLE = Message("automation.no_table", zh="{path}：没有数据表“{key}”", en="{path}: there is no table “{key}”")
NO_FIELD = Message("automation.no_field", zh="{path}：没有字段“{key}”", en="{path}: there is no field “{key}”")
NEVER = Message("automation.never", zh="这个 cron 表达式永远不会到来", en="This line of cron never comes")
NO_ROLE = Message("automation.no_role", zh="{path}：没有角色组“{key}”", en="{path}: there is no role group “{key}”")
NO_MEMBER = Message(
    "automation.no_member", zh="{path}：没有编号为 {key} 的成员", en="{path}: there is no member with the number {key}"
)
NO_NAME = Message(
    "automation.no_name",
    zh="{path}：前面的步骤没有名为“{key}”的结果",
    en="{path}: no earlier step has a result called “{key}”",
)
NO_BODY = Message(
    "automation.no_body",
    zh="{path}：“{key}”只能用于由导入或外部请求触发的自动化，且比较方式须正确",
    en="{path}: “{key}” stands only where an import or an incoming request sets it off, with a proper comparison",
)
NO_ADDRESS = Message("automation.no_address", zh="没有这个地址", en="There is no such address", kind=Kind.NOT_FOUND)
NOT_INCOMING = Message(
    "automation.not_incoming",
    zh="这个自动化不是由外部请求触发的",
    en="This automation is not set off by incoming requests",
    kind=Kind.CONFLICT,
)
NOT_ACTIVE = Message(
    "automation.not_active",
    zh="这个自动化已停用，请求未被接收",
    en="This automation is switched off; the request was not received",
    kind=Kind.CONFLICT,
)
NOTHING_BROUGHT = Message(
    "automation.no_body_here",
    zh="只有由导入或外部请求触发的自动化才带有内容",
    en="Only what an import or an incoming request sets off brings a body",
    kind=Kind.CONFLICT,
)
BAD_SIGNATURE = Message(
    "automation.bad_signature",
    zh="签名缺失、不正确或已过期",
    en="The signature is missing, wrong, or too old",
    kind=Kind.UNAUTHENTICATED,
)
BAD_TEXT = Message(
    "automation.bad_text",
    zh="请求内容含有不能保存的字符",
    en="The body holds characters that cannot be stored",
    kind=Kind.MALFORMED,
)
NO_PLACE = Message(
    "automation.no_button_or_approval", zh="{path}：没有“{key}”", en="{path}: there is no button or approval “{key}”"
)
NEEDS_CONFIRM = Message(
    "automation.confirm",
    zh="这个自动化来自模板：请确认修改并说明原因",
    en="This automation comes from a template: confirm the change and give a reason",
    kind=Kind.CONFLICT,
)
NO_ORIGINAL = Message(
    "automation.no_original",
    zh="这个自动化不是来自模板，无法恢复",
    en="This automation does not come from a template and cannot be reset",
    kind=Kind.CONFLICT,
)
NOT_FAILED = Message(
    "automation.not_failed",
    zh="只有失败或未开始就被停止的运行才能重试",
    en="Only a run that has failed, or was stopped, can be tried again",
    kind=Kind.CONFLICT,
)
NOT_OPEN = Message("automation.run_over", zh="这次运行已经结束", en="This run is over already", kind=Kind.CONFLICT)
CYCLE = Message(
    "automation.cycle",
    zh="这些自动化可能互相触发：{keys}",
    en="These automations may set each other off: {keys}",
)
TOO_DEEP = Message(
    "automation.too_deep",
    zh="自动化互相触发超过 {most} 层，已停止",
    en="Automations set each other off more than {most} deep; stopped",
    kind=Kind.CONFLICT,
)
TOO_OFTEN = Message(
    "automation.too_often",
    zh="一小时内运行次数过多，已暂停",
    en="It ran too often within an hour and has been paused",
    kind=Kind.CONFLICT,
)
TOO_MUCH = Message(
    "automation.too_much",
    zh="一次运行的步骤超过 {most} 个，已停止",
    en="More than {most} steps in one run; stopped",
    kind=Kind.CONFLICT,
)
NO_OWNER = Message(
    "automation.no_owner",
    zh="负责人已停用，自动化已暂停",
    en="Its owner is not active any more; it has been paused",
    kind=Kind.CONFLICT,
)
NOT_READ = Message(
    "automation.not_read",
    zh="负责人已不能查看它用到的部分数据，自动化已暂停",
    en="Its owner may not read all that it uses any more; it has been paused",
    kind=Kind.CONFLICT,
)
NOT_KEEPER = Message(
    "automation.not_keeper",
    zh="只有自动化的负责人和管理员可以查看它的密钥或新建它的接收地址",
    en="Only the owner of an automation and administrators see its secret and make its address",
    kind=Kind.FORBIDDEN,
)
NO_RIGHT = Message(
    "automation.no_right",
    zh="负责人已不能管理自动化，自动化已暂停",
    en="Its owner may not build automations any more; it has been paused",
    kind=Kind.CONFLICT,
)
GONE = Message(
    "automation.gone", zh="定义中的“{key}”已不存在", en="“{key}” in the definition is gone", kind=Kind.CONFLICT
)
RECORD_GONE = Message("automation.record_gone", zh="记录已被删除", en="The record has been deleted", kind=Kind.CONFLICT)
OUT_OF_SIGHT = Message(
    "automation.out_of_sight",
    zh="自动化的负责人看不到这条记录",
    en="The owner of the automation may not see this record",
    kind=Kind.CONFLICT,
)
NOT_DEMO = Message(
    "automation.not_demo",
    zh="演示自动化不能修改正式数据",
    en="A demo automation may not change real records",
    kind=Kind.CONFLICT,
)
BROKE = Message(
    "automation.broke",
    zh="步骤执行时发生内部错误，将再次尝试",
    en="A step failed with an internal error and will be tried again",
    kind=Kind.CONFLICT,
)
NO_CALLER = Message(
    "automation.no_calls",
    zh="此安装不能向外发送请求",
    en="This installation does not send requests to the outside",
    kind=Kind.CONFLICT,
)
CALL_FAILED = Message(
    "automation.call_failed",
    zh="发送请求失败：{why}",
    en="The request could not be delivered: {why}",
    kind=Kind.CONFLICT,
)

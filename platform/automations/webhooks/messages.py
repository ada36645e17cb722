"""What webhooks are refused for, in both languages."""

from __future__ import annotations

from ...core.errors import Kind, Message

NO_SUCH = Message("webhook.unknown", zh="没有这个 Webhook 订阅", en="There is no such webhook", kind=Kind.NOT_FOUND)
NO_DELIVERY = Message("webhook.no_delivery", zh="没有这次投递", en="There is no such delivery", kind=Kind.NOT_FOUND)
UNDER_WAY = Message(
    "webhook.under_way",
    zh="这次投递还在进行，不能重新投递",
    en="This delivery is still under way and cannot be made again",
    kind=Kind.CONFLICT,
)
BAD_FIELD = Message("webhook.unknown_field", zh="没有字段“{key}”", en="There is no field “{key}”")
FAILING = Message(
    "webhook.failing",
    zh="连续 {count} 次投递失败，已暂停；请检查接收方后重新启用",
    en="{count} deliveries in a row came to nothing, so it is paused; look after the receiver and enable it again",
)
NO_OWNER = Message(
    "webhook.no_owner",
    zh="所有者已离开或没有权限，已暂停",
    en="Its owner has left or has no right any more, so it is paused",
)

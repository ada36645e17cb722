"""`gezi upgrade`: a newer version of an installed template into a workspace, or only what it would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ...api.commands import Arguments, Command
from ...api.services import Services
from ...core.context import SYSTEM, Source
from ...exchange.template import exporter
from ...exchange.template.upgrading import carrying, telling
from ...exchange.template.upgrading.plan import Plan, Verdict
from ...tables.labour import Labour
from ...tables.schema.carrying import carry_out
from ...tables.transaction import Tx
from ..messages import UP_TO_DATE, UPGRADED
from .install import name_of, template_of

#: in the order in which they are told
_WORDS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.CONFLICT: ("两边都改过", "changed on both sides"),
    Verdict.BY_HAND: ("需要手工处理", "by hand"),
    Verdict.ADD: ("新增", "new"),
    Verdict.TAKE: ("更新", "changed"),
    Verdict.REMOVE: ("移除", "removed"),
    Verdict.RELEASE: ("不再属于模板", "no longer of the template"),
    Verdict.KEEP: ("保留您的修改", "stays as you changed it"),
}


def run(services: Services, arguments: Arguments) -> Iterator[str]:
    locale = str(arguments.get("locale") or "zh-CN")
    template = template_of(str(arguments["template"]))
    workspace = services.workspaces.open(str(arguments["workspace"]))
    ctx = services.workspaces.context(SYSTEM, Source.SYSTEM, locale)
    with workspace.read(ctx) as tx:
        plan = carrying.planned(tx, template)
        lines = list(_lines(tx, template, plan, locale))
    moving = [each for each in plan.differences if each.verdict not in (Verdict.KEEP, Verdict.BY_HAND)]
    if not moving:
        yield UP_TO_DATE.text(locale, {"name": name_of(template, locale), "version": template["version"]})
    if arguments.get("dry_run") or not moving:
        yield from lines
        return
    word = arguments.get("conflicts")
    choices = {each.name: str(word) for each in plan.of(Verdict.CONFLICT)} if word else {}
    done = carry_out(workspace, ctx, lambda tx: carrying.upgrade(tx, template, choices), Labour())
    said = {"name": name_of(template, locale), "before": done.before, "version": done.version, "done": len(done.done)}
    yield UPGRADED.text(locale, said)


def _lines(tx: Tx, template: Mapping[str, object], plan: Plan, locale: str) -> Iterator[str]:
    key = str(template["key"])
    en = locale.startswith("en")
    teller = telling.Teller(locale, template, exporter.export(tx, key), carrying.base_of(tx, key))
    for verdict, words in _WORDS.items():
        for each in teller.dump(plan.of(verdict)):
            what = " · ".join(part for part in (each["label"], each["part"]) if part)
            yield f"{words[en]}  {each['kind_label']}{': ' if en else '：'}{what}"


COMMANDS: Mapping[str, Command] = MappingProxyType({"upgrade": run})

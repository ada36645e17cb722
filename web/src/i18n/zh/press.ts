/** A button pressed on several rows. */
export const press = {
  menu: "执行操作",
  title: "对 {{count}} 条记录执行“{{label}}”",
  done: "{{label}}：{{count}} 条",
  count: "已执行 {{done}} 条，未执行 {{refused}} 条，剩余 {{rest}} 条",
  refused: "没有执行的记录及原因",
  stop: "停止",
  continue: "继续处理剩余 {{count}} 条",
  close: "关闭",
} as const;

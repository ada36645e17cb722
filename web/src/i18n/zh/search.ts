export const search = {
  title: "搜索",
  label: "搜索所有表格",
  open: "搜索记录",
  placeholder: "搜索所有表格里的记录，支持拼音和首字母",
  results: "搜索结果",
  pages: "表格和仪表盘",
  startTitle: "输入几个字，马上就找",
  startHint: "客户名、单号、电话、备注里的任何一段都可以；中文也可以用全拼或首字母，多个词用空格隔开。",
  noneTitle: "没有找到“{{text}}”",
  noneHint: "少输几个字，或者换成拼音首字母再试；没有权限查看的记录不会出现在这里。",
  more: "只列出前 {{count}} 条，再多输几个字可以缩小范围。",
} as const;

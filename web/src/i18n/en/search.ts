import type { Mirror } from "../mirror";
import type { search as zh } from "../zh/search";

export const search: Mirror<typeof zh> = {
  title: "Search",
  label: "Search all tables",
  open: "Search records",
  placeholder: "Search the records of all tables",
  results: "Results",
  pages: "Tables and dashboards",
  startTitle: "Type a few letters",
  startHint:
    "Any part of a name, number, phone or note; Chinese by its full pinyin or first letters too, several words with spaces between.",
  noneTitle: "Nothing found for “{{text}}”",
  noneHint: "Try fewer letters or another spelling; records you may not see are not listed.",
  more: "Only the first {{count}} are listed; type more to narrow them down.",
};

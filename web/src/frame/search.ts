/** Which navigation items match a search text: part of the label, or of the key. */
import type { NavigationGroup } from "../api/workspace";

export function matching(groups: readonly NavigationGroup[], text: string): NavigationGroup[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return groups.filter((group) => group.items.length > 0);
  return groups
    .map((group) => {
      if (group.label.toLowerCase().includes(wanted)) return group;
      const items = group.items.filter(
        (item) => item.label.toLowerCase().includes(wanted) || item.key.toLowerCase().includes(wanted),
      );
      return { ...group, items };
    })
    .filter((group) => group.items.length > 0);
}

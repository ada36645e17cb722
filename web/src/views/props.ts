/** What a table page gives to whichever view it shows. */
import type { Condition, Table, View } from "../api/types";
import type { Values } from "../fields";
import type { PersonalControl } from "../table/personal";
import type { TableStateControl } from "../table/useTableState";

/** The rows a view shows: the view's own condition and the person's together. */
export interface RowQuery {
  filter: Condition | null;
  sort: string | null;
  q: string;
  /** Key of the board or grid whose records stand as people have put them; null elsewhere and where it is sorted. */
  order: string | null;
  /** Key of the view whose colour rules paint the rows; null without such rules. */
  colors: string | null;
}

export interface ViewProps {
  table: Table;
  view: View | null;
  query: RowQuery;
  control: TableStateControl;
  personal: PersonalControl;
  /** The person narrowed the view by filter or search. */
  narrowed: boolean;
  onOpen: (id: number) => void;
  /** Opens the form for a new record, with these values in it; null without the right. */
  onNew: ((values?: Values) => void) | null;
  onImport: (() => void) | null;
  /** Opens the filter at a rule of this field. */
  onFilter: (field: string) => void;
}

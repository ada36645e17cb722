/** Saves settings into the view on screen, or into a view of one's own where it is locked or somebody else's. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { sentence } from "../api/problem";
import type { Table, View, ViewSettings } from "../api/types";
import { changeView, createView } from "../api/views";
import { tablesQuery } from "../api/workspace";
import { tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";

export interface SaveSettings {
  /** Into the view itself. */
  free: boolean;
  busy: boolean;
  /** Whether it was saved; a refusal is shown. */
  save: (settings: ViewSettings) => Promise<boolean>;
}

export function useSaveSettings(table: Table, view: View): SaveSettings {
  const { key: ws } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const free = view.editable === true && !view.locked;

  const save = async (settings: ViewSettings) => {
    setBusy(true);
    try {
      if (free) await changeView(ws, table.key, view.key, { settings });
      else {
        const label = t("table.viewCopyOf", { view: view.label });
        const made = await createView(ws, table.key, { settings, label, copy: view.key });
        void navigate(tableAddress(ws, table.key, made.key));
      }
      await client.invalidateQueries({ queryKey: tablesQuery(ws).queryKey });
      message.success(t("table.viewSaved"));
      return true;
    } catch (error) {
      message.error(sentence(error), 6);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { free, busy, save };
}

/** What is installed: its version, what has been changed of it, a newer version, and a copy to take elsewhere. */
import { useQuery } from "@tanstack/react-query";
import { App, Button, Tag, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import {
  exportTemplate,
  type InstalledTemplate,
  type TemplateDocument,
  templatesQuery,
} from "../api/templates";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { Nothing } from "../past/Nothing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { DriftDrawer } from "./DriftDrawer";
import { UpgradeDrawer } from "./UpgradeDrawer";
import "./templates.css";

type Open =
  | { what: "drift"; template: InstalledTemplate }
  | { what: "upgrade"; template: InstalledTemplate; document: TemplateDocument | null };

export function TemplatesTab() {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [open, setOpen] = useState<Open | null>(null);
  const found = useQuery(templatesQuery(ws));
  if (found.isPending) return <Waiting rows={4} />;
  if (!found.data) return <Failure error={found.error} retry={() => found.refetch()} />;
  const save = async (template: InstalledTemplate) => {
    try {
      keep(`${template.key}_template.json`, await exportTemplate(ws, template.key));
    } catch (error) {
      message.error(sentence(error), 6);
    }
  };
  const read = async (template: InstalledTemplate, file: File) => {
    try {
      const document: unknown = JSON.parse(await file.text());
      if (typeof document !== "object" || document === null || Array.isArray(document))
        throw new SyntaxError();
      setOpen({ what: "upgrade", template, document: document as TemplateDocument });
    } catch {
      message.error(t("templates.notJson"), 6);
    }
  };
  return (
    <>
      <p className="gz-muted gz-templates-about">{t("templates.about")}</p>
      {found.data.length === 0 && <Nothing title={t("templates.none")} hint={t("templates.noneHint")} />}
      <ul className="gz-templates">
        {found.data.map((template) => (
          <li key={template.key}>
            <div>
              <span>
                <strong>{template.name}</strong> <Tag>{template.version}</Tag>
                {template.upgradable && <Tag color="processing">{t("templates.newer")}</Tag>}
              </span>
              <span className="gz-muted gz-log-meta">
                {template.installed_at &&
                  t("templates.installedAt", { at: showInstant(template.installed_at, display) })}
                {template.upgraded_at &&
                  ` · ${t("templates.upgradedAt", { at: showInstant(template.upgraded_at, display) })}`}
              </span>
            </div>
            <span className="gz-templates-acts">
              <Button
                type={template.upgradable ? "primary" : "default"}
                disabled={!template.available}
                onClick={() => setOpen({ what: "upgrade", template, document: null })}
              >
                {t("templates.upgrade")}
              </Button>
              <Upload
                accept=".json,application/json"
                showUploadList={false}
                beforeUpload={(file) => {
                  void read(template, file);
                  return false;
                }}
              >
                <Button>{t("templates.fromFile")}</Button>
              </Upload>
              <Button onClick={() => setOpen({ what: "drift", template })}>{t("templates.drift")}</Button>
              <Button onClick={() => void save(template)}>{t("templates.export")}</Button>
            </span>
          </li>
        ))}
      </ul>
      {open?.what === "drift" && <DriftDrawer template={open.template} close={() => setOpen(null)} />}
      {open?.what === "upgrade" && (
        <UpgradeDrawer template={open.template} document={open.document} close={() => setOpen(null)} />
      )}
    </>
  );
}

/** Hands a document to the browser's download. */
function keep(name: string, document_: unknown) {
  const blob = new Blob([JSON.stringify(document_, null, 2)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}

/** The former API keys of a field: until when programs may go on using them; administrators end that sooner or later. */
import { App, Button, DatePicker } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentence } from "../api/problem";
import { setAliasEnd } from "../api/schema";
import type { Field } from "../api/types";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { instantOf } from "../fields/dates";
import { useStructure } from "./useStructure";

export function Aliases({ table, field }: { table: string; field: Field }) {
  const { key: ws, member, display } = useWorkspace();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const refresh = useStructure();
  const [aliases, setAliases] = useState(field.aliases ?? []);
  const [moving, setMoving] = useState<string | null>(null);
  if (aliases.length === 0) return null;
  const end = async (key: string, until: string) => {
    try {
      const answer = await setAliasEnd(ws, table, field.key, key, until);
      setAliases(answer.field.aliases ?? []);
      setMoving(null);
      await refresh();
    } catch (error) {
      message.error(sentence(error), 6);
    }
  };
  return (
    <ul className="gz-aliases" aria-label={t("schema.aliases")}>
      {aliases.map((alias) => (
        <li key={alias.key}>
          <code>{alias.key}</code>
          <span className="gz-muted">
            {alias.ended
              ? t("schema.aliasEnded")
              : alias.until
                ? t("schema.aliasUntil", { time: showInstant(alias.until, display) })
                : t("schema.aliasForEver")}
          </span>
          {member.admin && moving !== alias.key && (
            <span>
              <Button type="link" size="small" onClick={() => setMoving(alias.key)}>
                {t("schema.aliasMove")}
              </Button>
              {!alias.ended && (
                <Button
                  type="link"
                  size="small"
                  onClick={() => end(alias.key, instantOf(display.today, "00:00", display.timezone))}
                >
                  {t("schema.aliasEnd")}
                </Button>
              )}
            </span>
          )}
          {moving === alias.key && (
            <DatePicker
              size="small"
              aria-label={t("schema.aliasMove")}
              minDate={dayjs(display.today).add(1, "day")}
              onChange={(day) =>
                day && end(alias.key, instantOf(day.format("YYYY-MM-DD"), "00:00", display.timezone))
              }
            />
          )}
        </li>
      ))}
    </ul>
  );
}

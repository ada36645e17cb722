/** When a record is locked, how much of it, and for whom it is not. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { SOURCES } from "../api/rules";
import { isWritable } from "../fields";
import { ConditionPlace, optionsOf, Place, type RuleFormProps, Several, SeveralPlace } from "./parts";

export function LockForm({ table, rule, set, problems, onHalf, roles }: RuleFormProps) {
  const { t } = useTranslation();
  const some = Array.isArray(rule.fields);
  const lines = table.fields.filter((field) => field.type === "subtable");
  const children = Array.isArray(rule.children) ? rule.children : [];
  const exceptions = rule.except ?? [];
  const except = (at: number, part: { roles?: string[]; sources?: string[] }) =>
    set({ except: exceptions.map((one, place) => (place === at ? { ...one, ...part } : one)) });
  return (
    <>
      <ConditionPlace
        label={t("rules.lockWhen")}
        place="when"
        table={table.key}
        condition={rule.when}
        onChange={(when) => set({ when })}
        problems={problems}
        onHalf={onHalf}
        extra={t("rules.lockWhenHint")}
      />
      <Place label={t("rules.lockFields")} id="rule-fields" places={["fields"]} problems={problems}>
        <Radio.Group
          value={some}
          onChange={(event) => set({ fields: event.target.value ? [] : "*" })}
          options={[
            { value: false, label: t("rules.allFields") },
            { value: true, label: t("rules.someFields") },
          ]}
        />
        {some && (
          <Several
            id="rule-fields"
            value={rule.fields as string[]}
            options={optionsOf(table.fields, isWritable)}
            onChange={(fields) => set({ fields })}
          />
        )}
      </Place>
      {lines.length > 0 && (
        <SeveralPlace
          label={t("rules.lockChildren")}
          id="rule-lines"
          places={["children"]}
          problems={problems}
          placeholder={t("rules.noChildren")}
          value={children}
          options={optionsOf(lines)}
          onChange={(keys) => set({ children: keys })}
        />
      )}
      <Place label={t("rules.deletion")} places={["delete"]} problems={problems}>
        <Checkbox
          checked={rule.delete === false}
          onChange={(event) => set({ delete: event.target.checked ? false : undefined })}
        >
          {t("rules.mayDelete")}
        </Checkbox>
      </Place>
      <Place label={t("rules.except")} places={["except"]} problems={problems} extra={t("rules.exceptHint")}>
        <div className="gz-rule-exceptions">
          {exceptions.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: exceptions have no key and never move
            <div key={at} className="gz-rule-exception">
              <Several
                id={`rule-except-roles-${at}`}
                placeholder={t("rules.anyRole")}
                value={one.roles ?? []}
                options={roles.map((role) => ({ value: role.key, label: role.label }))}
                onChange={(keys) => except(at, { roles: keys })}
              />
              <Several
                id={`rule-except-sources-${at}`}
                placeholder={t("rules.anySource")}
                value={one.sources ?? []}
                options={SOURCES.map((source) => ({ value: source, label: t(`rules.sources.${source}`) }))}
                onChange={(sources) => except(at, { sources })}
              />
              <Button
                type="text"
                icon={<DeleteOutlined aria-hidden />}
                aria-label={t("rules.dropException", { number: at + 1 })}
                onClick={() => set({ except: exceptions.filter((_, place) => place !== at) })}
              />
            </div>
          ))}
          <Button
            type="dashed"
            icon={<PlusOutlined aria-hidden />}
            onClick={() => set({ except: [...exceptions, {}] })}
          >
            {t("rules.addException")}
          </Button>
        </div>
      </Place>
    </>
  );
}

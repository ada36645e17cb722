/** Which state may follow which, and whether people move it by hand. */
import { Checkbox, Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Chip } from "../../fields/Chip";
import type { SettingsProps } from "../Settings";
import { followers, withFollowers } from "../transitions";

export function MovesForm({ draft, onChange }: SettingsProps) {
  const { t } = useTranslation();
  const states = draft.choices.filter((choice) => choice.label.trim() && !choice.archived);
  const all = draft.choices.map((choice) => choice.id);
  const chip = (state: (typeof states)[number]) => (
    <Chip option={{ key: state.id, label: state.label, color: state.color, archived: false }} />
  );
  const { moves } = draft;
  const anything = () =>
    states.map((state) => ({
      key: null,
      to: state.id,
      from: states.filter((one) => one.id !== state.id).map((one) => one.id),
    }));
  return (
    <>
      <Form.Item>
        <Checkbox
          checked={moves !== null}
          disabled={moves === null && states.length < 2}
          onChange={(event) => onChange({ moves: event.target.checked ? anything() : null })}
        >
          {t("schema.moves")}
        </Checkbox>
        {moves && (
          <ul className="gz-moves">
            {states.map((state) => (
              <li key={state.id}>
                {chip(state)}
                <span className="gz-muted">{t("schema.movesTo")}</span>
                <Select
                  mode="multiple"
                  size="small"
                  aria-label={t("schema.movesOf", { state: state.label })}
                  placeholder={t("schema.movesNowhere")}
                  value={followers(moves, state.id).filter((id) => id !== state.id)}
                  options={states
                    .filter((one) => one.id !== state.id)
                    .map((one) => ({ value: one.id, label: one.label }))}
                  onChange={(next) => onChange({ moves: withFollowers(moves, all, state.id, next) })}
                />
              </li>
            ))}
          </ul>
        )}
      </Form.Item>
      <Form.Item>
        <Checkbox
          checked={draft.options.manual === false}
          onChange={(event) => onChange({ options: { ...draft.options, manual: !event.target.checked } })}
        >
          {t("schema.notByHand")}
        </Checkbox>
      </Form.Item>
    </>
  );
}

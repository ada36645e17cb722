/** What a draft of a grant would change for today's members: rows gained and lost. */
import { useTranslation } from "react-i18next";
import type { Simulated } from "../api/rights";

interface EffectProps {
  effect: Simulated;
  /** Which action it is about, where several are told. */
  title?: string;
}

export function Effect({ effect, title }: EffectProps) {
  const { t } = useTranslation();
  const moved = effect.members.filter((one) => one.gained > 0 || one.lost > 0);
  return (
    <section className="gz-effect" aria-label={title ?? t("settings.tryOut")}>
      {title && <h3>{title}</h3>}
      {effect.members.length === 0 && <p>{t("settings.tryNobody")}</p>}
      {effect.members.length > 0 && moved.length === 0 && <p>{t("settings.tryNothing")}</p>}
      <ul className="gz-handover">
        {moved.map((one) => (
          <li key={one.id}>
            <span>{one.name}</span>
            <span className="gz-tabular gz-muted">
              {t("settings.tryMember", { before: one.before, after: one.after })}
            </span>
            <span className="gz-tabular">
              {one.gained > 0 && t("settings.tryGained", { count: one.gained })}{" "}
              {one.lost > 0 && t("settings.tryLost", { count: one.lost })}
            </span>
          </li>
        ))}
      </ul>
      {effect.members_left_out > 0 && <p>{t("settings.tryLeftOut", { count: effect.members_left_out })}</p>}
    </section>
  );
}

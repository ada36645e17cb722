/** The search over everything as a page: its address says what was searched for. */
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { SearchPanel } from "./SearchPanel";

const MOST = 100;

export function SearchPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  return (
    <div className="gz-find-page">
      <h1 className="gz-page-title">{t("search.title")}</h1>
      <SearchPanel
        initial={params.get("q") ?? ""}
        limit={MOST}
        onSearch={(q) => setParams(q ? { q } : {}, { replace: true })}
      />
    </div>
  );
}

/** What is said of a part of the structure that was deleted, with the way back. */
import { useTranslation } from "react-i18next";

interface DeletedProps {
  children: string;
  onUndo: () => void;
}

export function Deleted({ children, onUndo }: DeletedProps) {
  const { t } = useTranslation();
  return (
    <span>
      {children}{" "}
      <button type="button" className="gz-plain-button gz-link" onClick={onUndo}>
        {t("schema.undo")}
      </button>
    </span>
  );
}

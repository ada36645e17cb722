/** What a level of sorting or grouping has: its direction, its place among the others, and its end. */
import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";

interface LevelToolsProps {
  descending: boolean;
  /** Its place, and how many there are. */
  at: number;
  count: number;
  words: { up: string; down: string; remove: string };
  onDirection: (descending: boolean) => void;
  onSwap: (other: number) => void;
  onRemove: () => void;
}

export function LevelTools({ descending, at, count, words, onDirection, onSwap, onRemove }: LevelToolsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Segmented
        value={descending ? "down" : "up"}
        onChange={(value) => onDirection(value === "down")}
        options={[
          { value: "up", label: t("table.ascending") },
          { value: "down", label: t("table.descending") },
        ]}
      />
      {count > 1 && (
        <>
          <Button
            type="text"
            size="small"
            icon={<ArrowUpOutlined aria-hidden />}
            disabled={at === 0}
            aria-label={words.up}
            onClick={() => onSwap(at - 1)}
          />
          <Button
            type="text"
            size="small"
            icon={<ArrowDownOutlined aria-hidden />}
            disabled={at === count - 1}
            aria-label={words.down}
            onClick={() => onSwap(at + 1)}
          />
        </>
      )}
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined aria-hidden />}
        aria-label={words.remove}
        onClick={onRemove}
      />
    </>
  );
}

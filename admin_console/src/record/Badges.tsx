/** Risk level, state and origin: always words, colour only beside them. */
import { useTranslation } from "react-i18next";
import type { Row } from "@/api/types";

const RISK: Record<string, string> = {
  red: "red",
  orange: "orange",
  yellow: "yellow",
  blue: "blue",
  critical: "red",
  major: "red",
  serious: "orange",
  considerable: "orange",
  larger: "orange",
  medium: "yellow",
  general: "yellow",
  low: "blue",
  minor: "blue",
  over_limit: "red",
  over_unproven: "red",
  near_limit: "yellow",
  within_limit: "blue",
};

export function LevelBadge({ level, label }: { level?: string; label?: string }) {
  if (!level && !label) return null;
  const risk = RISK[level ?? ""] ?? "plain";
  return <span className={`an-badge an-risk-${risk}`}>{label ?? level}</span>;
}

const DONE = new Set(["closed", "lifted"]);
const ENDED = new Set(["voided", "duplicate", "withdrawn"]);

export function StateBadge({ row }: { row: Pick<Row, "state" | "state_label" | "overdue" | "origin"> }) {
  const { t } = useTranslation();
  const tone = DONE.has(row.state) ? "an-state-done" : ENDED.has(row.state) ? "an-state-plain" : "an-state-open";
  return (
    <>
      <span className={`an-badge ${tone}`} data-testid="record-state">
        {row.state_label}
      </span>
      {row.overdue && <span className="an-badge an-state-late">{t("record.overdue")}</span>}
      {row.origin === "import" && <span className="an-badge an-state-plain">{t("record.imported")}</span>}
    </>
  );
}

/** Why a task was refused when it has gone meanwhile: the reason and what had been typed stay. */
import { type QueryClient, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Problem, RecordDetail } from "@/api/types";
import { BlockCard } from "@/problem/BlockCard";

interface Kept {
  /** Of the record in which the task was seen to be gone: once it moves on, the refusal is history. */
  version: number;
  problem: Problem;
  entered: [string, string][];
}
const keyOf = (record: RecordDetail) => ["refusal", record.type, record.id];

export function keepRefusal(client: QueryClient, record: RecordDetail, kept: Kept): void {
  client.setQueryData(keyOf(record), kept);
}

export function forgetRefusal(client: QueryClient, record: RecordDetail): void {
  client.setQueryData(keyOf(record), null);
}

export function LastRefusal({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const { data: kept } = useQuery<Kept | null>({ queryKey: keyOf(record), queryFn: () => null, enabled: false });
  if (!kept || record.version !== kept.version) return null;
  return (
    <>
      <BlockCard problem={kept.problem} />
      {kept.entered.length > 0 && (
        <section className="an-panel" data-testid="not-sent">
          <h2>{t("record.not_sent")}</h2>
          <dl className="an-pairs">
            {kept.entered.map(([label, text]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}

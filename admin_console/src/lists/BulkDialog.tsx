/** Asks what an action on many records needs, shows how far it is, and every record's result. */
import { Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type BulkInput, type BulkRecord, carryOut, type Result } from "@/lists/bulk";
import { BulkAsk } from "@/lists/BulkAsk";

export type BulkKind = "complete" | "remind" | "reassign" | "copy";
type Props = { kind: BulkKind; type: string; ids: string[]; rows: BulkRecord[]; close: () => void; done: () => void };
export function BulkDialog({ kind, type, ids, rows, close, done }: Props) {
  const { t } = useTranslation();
  const [input, setInput] = useState<BulkInput>({ reason: "", person: "", node: "", outcome: "", field: "", needsText: kind === "reassign" });
  const [results, setResults] = useState<Result[]>([]);
  const [running, setRunning] = useState(false);
  const chosen = ids.map((id) => ({ id, number: rows.find((row) => row.id === id)?.number ?? "" }));
  const failed = results.filter((result) => !result.done);
  const told = Boolean(input.reason.trim()) || !input.needsText;
  const ready = told && (kind === "remind" || Boolean(kind === "complete" ? input.outcome : input.person));
  const run = async (part: BulkRecord[]) => {
    setRunning(true);
    setResults((before) => before.filter((result) => result.done));
    const texts = { nothing: t("bulk.nothing"), unreachable: t("state.unreachable") };
    await carryOut(kind, type, part, input, texts, (result) => setResults((before) => [...before, result]));
    setRunning(false);
    done();
  };
  return (
    <Modal
      open
      title={`${t(`bulk.${kind}`)} · ${t("lists.chosen", { count: chosen.length })}`}
      okText={results.length ? t("bulk.retry") : t("bulk.send")}
      cancelText={t("bulk.close")}
      okButtonProps={{ disabled: running || !ready, style: results.length > 0 && !running && !failed.length ? { display: "none" } : undefined }}
      maskClosable={!running}
      onOk={() => void run(results.length ? failed : chosen)}
      onCancel={() => !running && close()}
    >
      {results.length === 0 && <BulkAsk kind={kind} type={type} sample={ids} input={input} change={(part) => setInput({ ...input, ...part })} />}
      {(running || results.length > 0) && (
        <div data-testid="bulk-results">
          <p className="ls-results-head">
            {running ? t("bulk.running", { done: results.length, all: chosen.length }) : `${t("bulk.done", { count: results.length - failed.length })} · ${t("bulk.failed", { count: failed.length })}`}
          </p>
          <ul className="ls-results" aria-label={t("bulk.results")}>
            {[...failed, ...results.filter((result) => result.done)].map((result) => (
              <li key={result.id} className={result.done ? "an-present" : "an-missing"}>
                <span aria-hidden>{result.done ? "✓" : "✗"}</span> <Link to={`/record/${type}/${result.id}`}>{result.number || t("bulk.this_one")}</Link> {result.why}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Modal>
  );
}

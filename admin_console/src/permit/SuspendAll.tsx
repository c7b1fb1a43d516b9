/** Every working permit of the plant paused at once, after one question; each with its own result. */
import { Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useQueryClient } from "@tanstack/react-query";
import type { Row } from "@/api/types";
import { carryOut, type Result } from "@/lists/bulk";

/** The same task and outcome that a guardian ends a permit's work with. */
const PAUSE = { node: "working", outcome: "pause", field: "pause_reason", person: "", needsText: true };

export function SuspendAll({ rows }: { rows: Row[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  /** Those that were working when the question was asked; the board goes on meanwhile. */
  const [asked, setAsked] = useState<Row[]>();
  const [reason, setReason] = useState("");
  const [results, setResults] = useState<Result[]>([]);
  const [running, setRunning] = useState(false);
  const failed = results.filter((result) => !result.done);
  const run = async () => {
    setRunning(true);
    setResults([]);
    const texts = { nothing: t("bulk.nothing"), unreachable: t("state.unreachable") };
    await carryOut("complete", "permit", (asked ?? []).map(({ id, number }) => ({ id, number })), { ...PAUSE, reason }, texts, (result) => setResults((before) => [...before, result]));
    setRunning(false);
    void client.invalidateQueries({ queryKey: ["rows"] });
  };
  const close = () => {
    setAsked(undefined);
    setResults([]);
  };
  return (
    <>
      <button type="button" className="an-button an-button-danger" data-testid="suspend-all" disabled={!rows.length} onClick={() => setAsked(rows)}>
        {t("permit.suspend_all")}
      </button>
      <Modal
        open={asked !== undefined}
        title={t("permit.suspend_title", { count: asked?.length ?? 0 })}
        okText={t("permit.suspend_sure", { count: asked?.length ?? 0 })}
        cancelText={t(results.length ? "action.close" : "action.cancel")}
        okButtonProps={{ danger: true, disabled: running || !reason.trim(), style: results.length ? { display: "none" } : undefined }}
        onOk={() => void run()}
        onCancel={() => !running && close()}
      >
        {!results.length && (
          <>
            <p>{t("permit.suspend_why")}</p>
            <Input.TextArea data-testid="suspend-reason" aria-label={t("permit.suspend_reason")} placeholder={t("permit.suspend_reason")} maxLength={300} rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
          </>
        )}
        {(running || results.length > 0) && (
          <div data-testid="suspend-results" data-done={results.length - failed.length} data-failed={failed.length}>
            <p>
              <b>{t("permit.suspend_done", { done: results.length - failed.length, failed: failed.length })}</b>
            </p>
            <ul className="pm-lines">
              {[...failed, ...results.filter((result) => result.done)].map((result) => (
                <li key={result.id}>
                  <Link to={`/record/permit/${result.id}`}>{result.number}</Link> <span>{result.done ? t("live.suspended") : result.why}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </Modal>
    </>
  );
}

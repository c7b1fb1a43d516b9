/** How far an import is, and every row that does not fit with its cure. */
import { Progress, Table } from "antd";
import { useTranslation } from "react-i18next";
import type { ImportJob } from "@/api/types";

type Props = { job: ImportJob; busy: boolean; finished: boolean };
export function ImportFindings({ job, busy, finished }: Props) {
  const { t } = useTranslation();
  const percent = job.rows ? Math.round((job.done / job.rows) * 100) : 0;
  return (
    <div data-testid="import-findings" data-state={job.state}>
      {busy && (
        <>
          <Progress percent={percent} />
          <p>{t("import.progress", { done: job.done, rows: job.rows })}</p>
        </>
      )}
      {job.state === "failed" && <p className="an-fault">{t("import.failed_state")}</p>}
      {!busy && job.state !== "failed" && (
        <p className="dk-import-sum">
          <b className="dk-good">{t(finished ? "import.finished" : "import.ok", { count: job.ok })}</b>
          <b className={job.failed ? "dk-bad" : ""}>{t("import.failed", { count: job.failed })}</b>
        </p>
      )}
      {!busy && job.errors.length === 0 && job.failed === 0 && <p>{t("import.errors_none")}</p>}
      {job.errors.length > 0 && (
        <Table
          size="small"
          rowKey={(error) => `${error.row}-${error.column}-${error.message}`}
          pagination={job.errors.length > 50 ? { pageSize: 50 } : false}
          dataSource={job.errors}
          columns={[
            { title: t("import.error_row"), dataIndex: "row", width: 70 },
            { title: t("import.error_column"), dataIndex: "column", width: 140 },
            { title: t("import.error_value"), dataIndex: "value", ellipsis: true },
            { title: t("import.error_message"), dataIndex: "message" },
            { title: t("import.error_cure"), dataIndex: "cure" },
          ]}
        />
      )}
    </div>
  );
}

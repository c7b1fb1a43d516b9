/** Importing past records in four steps; nothing is written before the last. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Steps } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { imports } from "@/api/endpoints";
import type { ImportDraft, ImportJob } from "@/api/types";
import { ColumnMapping } from "@/desktop/ColumnMapping";
import { ImportFindings } from "@/desktop/ImportFindings";
import { Loaded, ReadFailure } from "@/problem/Stand";

export default function ImportPage() {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<ImportDraft>();
  const [stage, setStage] = useState<"upload" | "mapping" | "check" | "run">("upload");
  const [finished, setFinished] = useState(false);
  const order = ["upload", "mapping", "check", "run"] as const;
  return (
    <section className="dk-import">
      <header className="dk-head">
        <h1>{t("import.title")}</h1>
      </header>
      <Steps size="small" current={finished ? order.length : order.indexOf(stage)} items={order.map((key) => ({ title: t(`import.${key}`) }))} />
      <div className="an-panel">
        {stage === "upload" && (
          <Upload
            done={(made) => {
              setDraft(made);
              setStage("mapping");
            }}
          />
        )}
        {stage === "mapping" && draft && (
          <ColumnMapping
            draft={draft}
            checked={(mapping) => {
              setDraft({ ...draft, mapping });
              setStage("check");
            }}
          />
        )}
        {stage === "mapping" && (
          <button type="button" className="an-link" data-testid="import-other-file" onClick={() => setStage("upload")}>
            {t("import.other_file")}
          </button>
        )}
        {(stage === "check" || stage === "run") && draft && (
          <Running draft={draft} stage={stage} back={() => setStage("mapping")} started={() => setStage("run")} finish={setFinished} another={() => (setFinished(false), setStage("upload"))} />
        )}
      </div>
    </section>
  );
}

function Upload({ done }: { done: (draft: ImportDraft) => void }) {
  const { t } = useTranslation();
  const send = useMutation({ mutationFn: (file: File) => imports.upload("hazard", file), onSuccess: done });
  return (
    <div>
      <p className="an-help">{t("import.hint")}</p>
      <label className="an-camera dk-drop">
        <span>{t(send.isPending ? "form.sending" : "import.file")}</span>
        <input
          type="file"
          accept=".csv,.xlsx"
          data-testid="import-file"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) send.mutate(file);
            event.target.value = "";
          }}
        />
      </label>
      {send.isError && <ReadFailure error={send.error} />}
      <PastImports />
    </div>
  );
}

function PastImports() {
  const { t } = useTranslation();
  const past = useQuery({ queryKey: ["imports"], queryFn: imports.list });
  return (
    <Loaded of={past}>
      {(answer) => {
        const jobs = Array.isArray(answer) ? answer : answer.items;
        if (!jobs.length) return null;
        return (
          <>
            <h3>{t("import.jobs")}</h3>
            <ul className="dk-jobs">
              {jobs.map((job) => (
                <li key={job.id}>
                  <b>{job.filename ?? job.id.slice(0, 8)}</b> {t(`import.state_${job.state}`)} · {t("import.ok", { count: job.ok })} ·{" "}
                  {t("import.failed", { count: job.failed })}
                </li>
              ))}
            </ul>
          </>
        );
      }}
    </Loaded>
  );
}

type Run = { draft: ImportDraft; stage: "check" | "run"; back: () => void; started: () => void; finish: (done: boolean) => void; another: () => void };
function Running({ draft, stage, back, started, finish, another }: Run) {
  const { t } = useTranslation();
  const busy = (job: ImportJob | undefined) => !job || job.state === "checking" || job.state === "running" || (stage === "run" && job.state === "checked");
  const job = useQuery({
    queryKey: ["import", draft.id, stage],
    queryFn: () => imports.read(draft.id),
    refetchInterval: (query) => (busy(query.state.data) ? 1000 : false),
  });
  const done = stage === "run" && job.data?.state === "done";
  useEffect(() => finish(done), [done, finish]);
  const start = useMutation({ mutationFn: () => imports.start(draft.id), onSuccess: started });
  return (
    <Loaded of={job}>
      {(found) => (
        <>
          <ImportFindings job={found} busy={busy(found)} finished={done} />
          {start.isError && <ReadFailure error={start.error} />}
          <div className="an-row dk-actions">
            {stage === "check" && !busy(found) && (
              <>
                <button type="button" className="an-button" onClick={back}>
                  {t("import.again")}
                </button>
                <button type="button" className="an-button an-button-primary" data-testid="import-start" disabled={found.ok === 0 || start.isPending} onClick={() => start.mutate()}>
                  {t(found.failed ? "import.start_some" : "import.start", { count: found.ok, failed: found.failed })}
                </button>
              </>
            )}
            {stage === "run" && !busy(found) && (
              <>
                <button type="button" className="an-button" onClick={another}>
                  {t("import.another")}
                </button>
                {done && (
                  <Link className="an-button an-button-primary" to="/hazard" data-testid="import-see">
                    {t("import.see")}
                  </Link>
                )}
              </>
            )}
          </div>
        </>
      )}
    </Loaded>
  );
}

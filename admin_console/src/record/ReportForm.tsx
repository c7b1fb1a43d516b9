/** The start form of a record type with its sticky send bar; used by phone and desk. */
import { useTranslation } from "react-i18next";
import { RecordForm } from "@/form/RecordForm";
import { serverNow } from "@/api/serverClock";
import { BlockCard } from "@/problem/BlockCard";
import { moment, wire } from "@/time/format";
import { type ReportWork, useReport } from "@/record/useReport";

export function ReportForm(props: ReportWork) {
  const { t } = useTranslation();
  const work = useReport(props);
  const wrong = Object.keys(work.errors).length;
  return (
    <div className="an-report" data-testid="report-form">
      {work.restored && (
        <p className="an-note">
          {t("form.restored")}
          <button type="button" className="an-link" onClick={() => work.restart()}>
            {t("form.start_afresh")}
          </button>
        </p>
      )}
      <RecordForm form={work.form} setting={work.setting} folded={props.folded?.(work.setting.values)} />
      {work.problem && <BlockCard problem={work.problem.problem} errors={work.problem.rest} />}
      {work.problem?.problem.code === "captured_in_the_future" && (
        <button type="button" className="an-button an-button-wide" data-testid="report-servers-clock" onClick={() => void work.sendByServersClock()}>
          {t("queue.servers_clock", { at: moment(wire(serverNow())) })}
        </button>
      )}
      <div className="an-bar">
        {wrong > 0 && (
          <p className="an-fault" role="alert">
            {t("form.wrong_fields", { count: wrong })}
          </p>
        )}
        <button
          type="button"
          className="an-button an-button-primary an-button-wide"
          data-testid="report-send"
          disabled={work.sending}
          onClick={() => void work.send()}
        >
          {t(work.sending ? "form.sending" : "report.send")}
        </button>
      </div>
    </div>
  );
}

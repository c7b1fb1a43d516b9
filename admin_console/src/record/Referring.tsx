/** Records of other types about this one, and buttons that begin another one; only what the reader may know of. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { RecordDetail } from "@/api/types";
import { mayCreate } from "@/session/permissions";
import { useSession } from "@/session/session";
import { DueBadge } from "@/time/SpanText";
import "@/record/beside.css";

/** `desk`: the forms that begin one are the desk's. */
export function Referring({ record, desk = false }: { record: RecordDetail; desk?: boolean }) {
  const { t } = useTranslation();
  const found = record.referring ?? [];
  const session = useSession();
  const running = found.some((one) => one.type === "hazard_supervision" && one.running);
  const about = desk && record.type === "hazard";
  const supervise = about && record.level === "major" && !record.closed_at && !running && mayCreate(session, "hazard_supervision");
  const penalise = about && mayCreate(session, "penalty");
  if (!found.length && !supervise && !penalise) return null;
  return (
    <section className="an-panel" data-testid="referring">
      <h2>{t("record.referring")}</h2>
      {running && !record.closed_at && <p className="an-note">{t("supervision.running")}</p>}
      <ul className="an-beside">
        {found.map((one) => (
          <li key={one.id}>
            <span className="an-help">{one.type_label}</span> <Link to={`/record/${one.type}/${one.id}`}>{one.number}</Link>{" "}
            {one.state_label && <span className={`an-badge ${one.running ? "an-state-open" : "an-state-done"}`}>{one.state_label}</span>} <DueBadge due={one.due} />
            <p>{one.title}</p>
          </li>
        ))}
      </ul>
      <Begin record={record} supervise={supervise} penalise={penalise} />
    </section>
  );
}

function Begin({ record, supervise, penalise }: { record: RecordDetail; supervise: boolean; penalise: boolean }) {
  const { t } = useTranslation();
  const about = new URLSearchParams({ hazard: record.id });
  const more = new URLSearchParams({ hazard: record.id, team: record.org?.path ?? "", responsible: record.owner?.id ?? "" });
  if (!supervise && !penalise) return null;
  return (
    <p className="an-beside-begin">
      {supervise && (
        <Link className="an-button" to={`/report/hazard_supervision?${more}`} data-testid="supervise">
          {t("supervision.begin")}
        </Link>
      )}
      {penalise && (
        <Link className="an-button" to={`/report/penalty?${about}`} data-testid="penalise">
          {t("supervision.penalise")}
        </Link>
      )}
    </p>
  );
}

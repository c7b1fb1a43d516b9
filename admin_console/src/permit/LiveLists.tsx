/** The lists of the live board: who runs out of time, open alarms, guardians, and every permit that runs. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Row, RowPage } from "@/api/types";
import { guarded, guardiansOf, overtime, OVERTIME_SHOWN, type Seen, UNSEEN_MINUTES } from "@/permit/live";
import { textOf, urgencyOf } from "@/permit/data";
import { ReadFailure } from "@/problem/Stand";
import { spanText } from "@/time/SpanText";
import { inPlantTime, moment } from "@/time/format";

const GUARDS_SHOWN = 8;
const ALARMS_SHOWN = 6;

function Panel({ title, name, note, children }: { title: string; name: string; note?: string; children: ReactNode }) {
  return (
    <section className="an-panel" data-testid={name}>
      <h2>
        {title}
        {note && <small className="an-panel-note">{note}</small>}
      </h2>
      {children}
    </section>
  );
}
const Nothing = ({ text }: { text: string }) => <p className="an-help">{text}</p>;

function Line({ row, right, tone, who }: { row: Row; right: ReactNode; tone: string; who?: string }) {
  return (
    <li className={`pm-line pm-line-${tone}`}>
      <Link to={`/record/permit/${row.id}`}>
        <b>{[row.level_label, row.title].filter(Boolean).join(" · ")}</b>
        <span>{[who ?? row.owner?.name, row.area?.name, row.number].filter(Boolean).join(" · ")}</span>
      </Link>
      <strong>{right}</strong>
    </li>
  );
}

export function Overtime({ rows, now }: { rows: Row[]; now: Date }) {
  const { t } = useTranslation();
  const ending = overtime(rows, now);
  return (
    <Panel title={t("permit.overtime", { count: OVERTIME_SHOWN })} note={t("permit.overtime_note")} name="overtime">
      {ending.length === 0 && <Nothing text={t("permit.overtime_none")} />}
      <ul>
        {ending.map(({ row, minutes }) => (
          <Line key={row.id} row={row} tone="late" right={t(minutes < 0 ? "time.late_by" : "time.left", { span: spanText(minutes, t) })} />
        ))}
      </ul>
    </Panel>
  );
}

export function AlarmList({ alarms, now }: { alarms: UseQueryResult<RowPage>; now: Date }) {
  const { t } = useTranslation();
  if (alarms.isError) return <ReadFailure error={alarms.error} again={() => void alarms.refetch()} />;
  const items = alarms.data?.items ?? [];
  return (
    <Panel title={t("permit.open_alarms")} note={String(alarms.data?.total ?? "")} name="alarms">
      {alarms.data && items.length === 0 && <Nothing text={t("permit.alarms_none")} />}
      <ul>
        {items.slice(0, ALARMS_SHOWN).map((row) => (
          <li key={row.id} className="pm-line pm-line-late">
            <Link to={`/record/permit_alarm/${row.id}`}>
              <b>{[row.cells?.code, inPlantTime(row.title)].filter(Boolean).join(" · ")}</b>
              <span>{[row.cells?.permit, row.area?.name].filter(Boolean).join(" · ")}</span>
              <em>{t(row.state === "confirming" ? "live.confirms" : "live.handles", { name: row.owner?.name ?? t("live.responsible") })}</em>
            </Link>
            <strong>{spanText((now.getTime() - Date.parse(textOf(row.data, "since") || row.created_at)) / 60_000, t)}</strong>
          </li>
        ))}
      </ul>
      {items.length > ALARMS_SHOWN && <Link to="/permit_alarm?state=open,confirming">{t("live.more", { count: items.length - ALARMS_SHOWN })}</Link>}
    </Panel>
  );
}

export function Guards({ rows, presence, now }: { rows: Row[]; presence: { seen: Seen[]; failed: boolean }; now: Date }) {
  const { t } = useTranslation();
  const list = guarded(rows, presence.seen, now);
  const missing = list.filter((one) => one.minutes === undefined || one.minutes > UNSEEN_MINUTES).length;
  return (
    <Panel title={t("permit.guards_title")} note={missing ? t("permit.guards_missing", { count: missing }) : ""} name="guards">
      {list.length === 0 && <Nothing text={t("permit.guards_none")} />}
      {presence.failed && <p className="an-warn">{t("permit.guards_unread")}</p>}
      <ul>
        {list.slice(0, GUARDS_SHOWN).map(({ row, minutes }) => (
          <Line
            key={row.id}
            row={row}
            who={guardiansOf(row).join(t("form.separator"))} // who is in charge of the work is not who guards it
            tone={minutes === undefined || minutes > UNSEEN_MINUTES ? "late" : "calm"}
            right={minutes === undefined ? t("permit.never_seen") : minutes < 1 ? t("time.just_now") : t("time.ago", { span: spanText(minutes, t) })}
          />
        ))}
      </ul>
    </Panel>
  );
}

/** Kinds without levels have one that is named like themselves. */
const kindAndLevel = (row: Row): string => {
  const kind = row.cells?.job ?? "";
  const level = row.level_label ?? "";
  return !level || kind.includes(level) || level.includes(kind) ? level || kind : `${kind} · ${level}`;
};

export function PermitLines({ rows, now, narrowed, all }: { rows: Row[]; now: Date; narrowed: boolean; all: () => void }) {
  const { t } = useTranslation();
  const sorted = [...rows].sort((a, b) => textOf(a.data, "planned_end").localeCompare(textOf(b.data, "planned_end")));
  return (
    <section className="an-panel" data-testid="live-permits">
      <h2>
        {t("permit.running", { count: rows.length })}
        {narrowed && (
          <button type="button" className="an-link" onClick={all}>
            {t("permit.all_areas")}
          </button>
        )}
      </h2>
      {rows.length === 0 && <Nothing text={t("permit.running_none")} />}
      <div className="an-scroll">
        <table className="pm-table">
          <thead>
            <tr>
              {["number", "level", "work", "area", "guardian", "state", "left", "end"].map((column) => (
                <th key={column}>{t(`live.col_${column}` as "live.col_number")}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => {
              const { urgency, minutes } = urgencyOf(row.state, textOf(row.data, "planned_end"), now);
              return (
                <tr key={row.id} data-urgency={urgency}>
                  <td>
                    <Link className="dk-number" to={`/record/permit/${row.id}`}>
                      {row.number}
                    </Link>
                  </td>
                  <td>{kindAndLevel(row)}</td>
                  <td className="pm-table-title">{row.title}</td>
                  <td>{row.area?.name}</td>
                  <td className="pm-table-people">{guardiansOf(row).join(t("form.separator"))}</td>
                  <td>
                    <span className={`pm-state pm-state-${row.state}`}>{row.state_label}</span>
                  </td>
                  <td className={`pm-left-${urgency}`}>{urgency === "none" ? "" : t(minutes < 0 ? "time.late_by" : "time.left", { span: spanText(minutes, t) })}</td>
                  <td className="dk-time">{moment(textOf(row.data, "planned_end")).slice(5)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

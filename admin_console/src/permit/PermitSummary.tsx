/** What is signed or guarded, in one look: where, when, who, which dangers, which measures. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Definition, RecordDetail } from "@/api/types";
import { codesOf, isTrue, labelOf, peopleOf, rowsOf, textOf } from "@/permit/data";
import { PhotoStrip } from "@/record/PhotoStrip";
import { RecordName } from "@/record/RecordName";
import { moment } from "@/time/format";

type Shown = { record: RecordDetail; definition: Definition };

/** `open`: dangers and measures lie open, for those who sign for them. */
export function PermitSummary({ record, definition, open = false }: Shown & { open?: boolean }) {
  const { t } = useTranslation();
  const { data } = record;
  const [dot, until] = [" · ", " – "];
  const [from, to] = [moment(textOf(data, "planned_start")), moment(textOf(data, "planned_end"))];
  const times = [from, to.slice(0, 10) === from.slice(0, 10) ? to.slice(11) : to].filter(Boolean).join(until);
  const involved = codesOf(data.involves).map((code) => labelOf(definition, "permit_job", code));
  const risks = codesOf(data.risks).map((code) => labelOf(definition, "permit_danger", code));
  const listed = (names: string[]) => names.join(t("form.separator"));
  return (
    <section className="an-panel" data-testid="permit-summary">
      <dl className="an-pairs">
        <Pair label={t("permit.place")}>{[...new Set([record.area?.name, textOf(data, "place"), record.equipment?.name])].filter(Boolean).join(dot)}</Pair>
        <Pair label={t("permit.times")}>{times}</Pair>
        {isTrue(data.urgent) && <Pair label={t("permit.urgent")}>{textOf(data, "urgent_reason") || t("form.yes")}</Pair>}
        <Pair label={t("permit.turn")}>{turnOf(record, t("form.separator")).join(t("form.separator"))}</Pair>
        <Pair label={t("permit.unit")}>{[record.org?.name, textOf(data, "work_unit")].filter(Boolean).join(dot)}</Pair>
        <Pair label={t("permit.responsible")}>{record.owner?.name}</Pair>
        <People label={t("permit.guardians")} ids={peopleOf(data, "guardians")} />
        <People label={t("permit.workers")} ids={peopleOf(data, "workers")} />
        <Pair label={t("permit.risks")}>{listed(risks)}</Pair>
        <Pair label={t("permit.involves")}>{listed(involved)}</Pair>
        <Related record={record} />
      </dl>
      <SitePhotos record={record} />
      <Dangers record={record} open={open} />
      <Measures record={record} definition={definition} open={open} />
    </section>
  );
}

/** Whom the permit waits for now: those who have not signed of a step that several sign. */
function turnOf(record: RecordDetail, separator: string): string[] {
  const now = record.chain.filter((node) => node.state === "now");
  return now.map((node) => {
    const open = (node.seats ?? []).filter((seat) => seat.state === "open").map((seat) => seat.label);
    return [node.title, open.join(separator)].filter(Boolean).join(" · ");
  });
}

function Pair({ label, children }: { label: string; children?: ReactNode }) {
  if (!children) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function People({ label, ids }: { label: string; ids: string[] }) {
  const { t } = useTranslation();
  if (!ids.length) return null;
  return (
    <Pair label={label}>
      {ids.map((id, place) => (
        <span key={id}>
          {place > 0 && t("form.separator")}
          <RecordName kind="person" value={id} />
        </span>
      ))}
    </Pair>
  );
}

function Related({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const linked = [...rowsOf(record.data, "related").map((row) => String(row.permit ?? "")), textOf(record.data, "replaces")].filter(Boolean);
  if (!linked.length) return null;
  return (
    <Pair label={t("permit.related")}>
      {linked.map((id) => (
        <span key={id} className="pm-related">
          <RecordName kind="record" of="permit" value={id} />
        </span>
      ))}
    </Pair>
  );
}

/** What the place looked like when the job was booked: seen before anybody comes. */
function SitePhotos({ record }: { record: RecordDetail }) {
  const { t } = useTranslation();
  const hashes = codesOf(record.data.site_photos);
  if (!hashes.length) return null;
  return (
    <div data-testid="site-photos">
      <span className="an-small-label">{t("permit.site_photos")}</span>
      <PhotoStrip hashes={hashes} />
    </div>
  );
}

function Dangers({ record, open }: { record: RecordDetail; open: boolean }) {
  const { t } = useTranslation();
  const rows = rowsOf(record.data, "jha");
  if (!rows.length) return null;
  return (
    <details className="pm-fold" open={open}>
      <summary>{t("permit.dangers", { count: rows.length })}</summary>
      <ul className="pm-lines">
        {rows.map((row, i) => (
          <li key={row["@no"] ?? i}>
            <b>{String(row.danger ?? "")}</b>
            <span>{String(row.measure ?? "")}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Measures({ record, definition, open }: Shown & { open: boolean }) {
  const { t } = useTranslation();
  const all = rowsOf(record.data, "measures");
  const rows = all.filter((row) => isTrue(row.involved));
  // What was declared not to matter is just what who signs has to doubt.
  const others = all.filter((row) => !isTrue(row.involved)).map((row) => labelOf(definition, "permit_measure", String(row.measure ?? "")));
  if (!all.length) return null;
  const confirmed = rows.filter((row) => row.signature || row["@by"]).length;
  return (
    <details className="pm-fold" open={open}>
      <summary>{t("permit.measures", { count: rows.length, confirmed })}</summary>
      <ul className="pm-lines">
        {rows.map((row, i) => (
          <li key={row["@no"] ?? i}>
            <b>{labelOf(definition, "permit_measure", String(row.measure ?? ""))}</b>
            <span>{[String(row.note ?? ""), record.names?.[String(row["@by"] ?? "")] ?? ""].filter(Boolean).join(t("form.separator"))}</span>
          </li>
        ))}
        {others.length > 0 && (
          <li data-testid="not-involved">
            <b>{t("permit.not_involved_count", { count: others.length })}</b>
            <span>{others.join(t("form.separator"))}</span>
          </li>
        )}
      </ul>
    </details>
  );
}

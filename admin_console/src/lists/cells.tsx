/** What stands in a list's cell; words that were searched for are marked. */
import type { TFunction } from "i18next";
import { createContext, type ReactNode, useContext } from "react";
import { Link } from "react-router";
import { media } from "@/api/endpoints";
import type { ColumnShape } from "@/api/listTypes";
import type { Row } from "@/api/types";
import { LIVE, SOON_MINUTES, textOf } from "@/permit/data";
import { LevelBadge, StateBadge } from "@/record/Badges";
import { DueBadge, spanText } from "@/time/SpanText";
import { inPlantTime, minutesUntil, moment } from "@/time/format";

export type ListRow = Row & { cells?: Record<string, string> };
export interface CellSetting {
  type: string;
  q: string;
  t: TFunction;
}

const WIDTHS: Record<string, number> = {
  number: 130, photo: 52, title: 250, level: 110, state: 134, org: 130, area: 104, equipment: 126, owner: 96,
  reporter: 84, created_at: 138, due: 138, done_at: 142, closed_at: 142, elapsed: 128, origin: 100, job: 112, planned_start: 138, planned_end: 138,
};
export const widthOf = (shape: ColumnShape): number => WIDTHS[shape.key] ?? (shape.kind === "long_text" ? 260 : 140);

export function cell(shape: ColumnShape, row: ListRow, setting: CellSetting): ReactNode {
  const { type, q, t } = setting;
  const to = `/record/${type}/${row.id}`;
  switch (shape.key) {
    case "number":
      return (
        <Link to={to} className="dk-number">
          <Marked text={row.number} q={q} />
        </Link>
      );
    case "photo":
      return row.photo ? <img className="ls-photo" src={media.address(row.photo)} alt="" loading="lazy" /> : null;
    case "title":
      return (
        <Link to={to} title={row.title}>
          <Marked text={inPlantTime(row.title)} q={q} />
        </Link>
      );
    case "level":
      return <LevelBadge level={row.level} label={row.level_label} />;
    case "state":
      return (
        <>
          <StateBadge row={row} /> <Mark id={row.id} />
        </>
      );
    case "org":
      return row.org?.name;
    case "area":
    case "equipment":
    case "owner":
    case "reporter":
      return row[shape.key] ? <Marked text={row[shape.key]!.name} q={q} /> : null;
    case "created_at":
    case "done_at":
    case "closed_at":
      return <span className="dk-time">{moment(row[shape.key])}</span>;
    case "due":
      if (!row.due) return null;
      return row.closed_at || row.done_at ? <span className="dk-time">{moment(row.due)}</span> : <DueBadge due={row.due} />;
    case "elapsed":
      return row.elapsed_minutes === undefined ? null : spanText(row.elapsed_minutes, t);
    case "origin":
      return shape.choices?.find((choice) => choice.code === row.origin)?.label ?? row.origin;
    case "planned_end":
      // A permit that runs out is said so where its end is read.
      if (LIVE.includes(row.state) && minutesUntil(textOf(row.data, "planned_end")) < SOON_MINUTES) return <DueBadge due={textOf(row.data, "planned_end")} />;
      return <span className="dk-time">{row.cells?.planned_end}</span>;
    case "permit":
      return <Link to={`/record/permit/${textOf(row.data, "permit")}`}>{row.cells?.permit}</Link>;
    default:
      return <Marked text={row.cells?.[shape.key] ?? ""} q={q} />;
  }
}

/** What else is to be known of a row at first sight, by its id: open alarms of a permit. */
export const RowMarks = createContext<ReadonlyMap<string, ReactNode>>(new Map());
const Mark = ({ id }: { id: string }) => <>{useContext(RowMarks).get(id)}</>;

/** Every word of the search, wherever it stands in the text. */
export function Marked({ text, q }: { text: string; q: string }) {
  const words = q.split(/\s+/).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!words.length) return <>{text}</>;
  const pieces = text.split(new RegExp(`(${words.join("|")})`, "gi"));
  return <>{pieces.map((piece, i) => (i % 2 ? <mark key={i}>{piece}</mark> : piece))}</>;
}

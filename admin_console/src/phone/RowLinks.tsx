/** Hazards as short lines that lead to their pages. */
import { Link } from "react-router";
import type { Row } from "@/api/types";
import { LevelBadge, StateBadge } from "@/record/Badges";
import { day } from "@/time/format";

export function RowLinks({ rows, none }: { rows: Row[]; none: string }) {
  return (
    <ul>
      {rows.length === 0 && <li className="an-help">{none}</li>}
      {rows.map((row) => (
        <li key={row.id}>
          <Link to={`/record/hazard/${row.id}`}>
            <span>
              <LevelBadge level={row.level} label={row.level_label} /> <StateBadge row={row} />
            </span>
            <b>{row.title}</b>
            <small>{`${row.number} · ${day(row.created_at)}`}</small>
          </Link>
        </li>
      ))}
    </ul>
  );
}

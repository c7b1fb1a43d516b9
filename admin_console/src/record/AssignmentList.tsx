/** A person's roles as people read them: title, unit, until when; an ended one says so. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { roles } from "@/api/endpoints";
import type { Assignment } from "@/api/types";
import { RecordName } from "@/record/RecordName";
import { moment } from "@/time/format";

export function AssignmentList({ rows }: { rows: Assignment[] }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ["roles"], queryFn: roles.list, staleTime: 300_000 });
  const titleOf = (key: string) => found.data?.items.find((role) => role.key === key)?.title ?? key;
  if (!rows.length) return <p className="an-help">{t("admin.roles_none")}</p>;
  return (
    <ul className="an-role-list" data-testid="role-list">
      {rows.map((row, i) => (
        <li key={i} className={hasEnded(row) ? "an-role-ended" : undefined}>
          <b>{titleOf(row.role)}</b>
          <span>
            <RecordName kind="org" value={row.org_path} />
            {row.until && ` · ${t(hasEnded(row) ? "admin.role_ended" : "admin.role_ends", { at: moment(row.until) })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
const hasEnded = (row: Assignment) => Boolean(row.until) && Date.parse(row.until!) <= Date.now();

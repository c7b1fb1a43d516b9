/** A person's roles as rows: which role, in which unit, until when. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { roles } from "@/api/endpoints";
import type { Assignment, FieldValue, RoleShape } from "@/api/types";
import type { FieldInput } from "@/form/FieldRow";
import { ReferenceField } from "@/form/fields/ReferenceField";
import { assignmentsOf } from "@/form/values";
import { AssignmentList } from "@/record/AssignmentList";
import { mayAssign } from "@/session/permissions";
import { useSession } from "@/session/session";
import { fromPlantInput, toPlantInput } from "@/time/format";

export function useRoles() {
  return useQuery({ queryKey: ["roles"], queryFn: roles.list, staleTime: 300_000 });
}

export function AssignmentsField({ value, change, inputId, invalid }: FieldInput) {
  const { t } = useTranslation();
  const found = useRoles();
  const rows = assignmentsOf(value);
  const set = (next: Assignment[]) => change(next as unknown as FieldValue);
  if (!mayAssign(useSession()))
    return (
      <>
        <AssignmentList rows={rows} />
        <p className="an-help">{t("admin.roles_read_only")}</p>
      </>
    );
  return (
    <div className="an-roles">
      {rows.map((row, place) => (
        <RoleRow
          key={`${place}-${rows.length}`}
          row={row}
          inputId={`${inputId}-${place}`}
          invalid={invalid}
          roles={found.data?.items ?? []}
          change={(next) => set(rows.map((old, i) => (i === place ? next : old)))}
          remove={() => set(rows.filter((_, i) => i !== place))}
        />
      ))}
      {found.isError && <p className="an-warn">{t("admin.roles_unread")}</p>}
      <button type="button" className="an-button" data-testid="role-add" onClick={() => set([...rows, { role: "", org_path: "" }])}>
        {t("admin.role_add")}
      </button>
    </div>
  );
}

type RowInput = {
  row: Assignment;
  inputId: string;
  invalid: boolean;
  roles: RoleShape[];
  change: (row: Assignment) => void;
  remove: () => void;
};
function RoleRow({ row, inputId, invalid, roles: known, change, remove }: RowInput) {
  const { t } = useTranslation();
  const role = known.find((one) => one.key === row.role);
  return (
    <div className="an-role" data-testid="role-row">
      <label className="an-small-label">
        {t("admin.role")}
        <select className="an-input" value={row.role} aria-invalid={invalid && !row.role} onChange={(event) => change({ ...row, role: event.target.value })}>
          <option value="">{t("form.choose")}</option>
          {row.role && !role && <option value={row.role}>{row.role}</option>}
          {known.map((one) => (
            <option key={one.key} value={one.key}>
              {one.title}
            </option>
          ))}
        </select>
      </label>
      <div>
        <label className="an-small-label" htmlFor={`${inputId}-org`}>
          {t("admin.role_where")}
        </label>
        <ReferenceField
          field={{ key: "role-org", kind: "org", label: t("admin.role_where") }}
          value={row.org_path}
          change={(org) => change({ ...row, org_path: typeof org === "string" ? org : "" })}
          inputId={`${inputId}-org`}
          invalid={invalid && !row.org_path}
          needed
        />
      </div>
      <label className="an-small-label">
        {t("admin.role_until")}
        <input
          className="an-input"
          type="datetime-local"
          defaultValue={toPlantInput(row.until || undefined)}
          onChange={(event) => change({ ...row, until: fromPlantInput(event.target.value) ?? "" })}
        />
      </label>
      <button type="button" className="an-link" onClick={remove}>
        {t("admin.role_remove")}
      </button>
      {role && <RoleAllows role={role} />}
    </div>
  );
}

export function RoleAllows({ role }: { role: RoleShape }) {
  const { t } = useTranslation();
  return (
    <details className="an-role-allows">
      <summary>{t("admin.role_allows", { count: role.grants.length })}</summary>
      <ul>
        {role.grants.map((grant, i) => (
          <li key={i}>
            {grant.title} <span className="an-panel-note">{grant.scope}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

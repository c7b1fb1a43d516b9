/** Whose events, and of which time. */
import { useQuery } from "@tanstack/react-query";
import { Popover, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { records } from "@/api/endpoints";
import { FilterEditor } from "@/lists/FilterEditor";
import { spanWords } from "@/lists/words";

type Props = { value: string; change: (value: string) => void };
export function AuditPerson({ value, change }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const found = useQuery({ queryKey: ["pick", "person", text], queryFn: () => records.list("person", { q: text, limit: 50, sort: text ? undefined : "title" }), staleTime: 30_000 });
  const named = useQuery({ queryKey: ["name", "person", value], queryFn: async () => (await records.read("person", value)).title, enabled: value.length > 10, staleTime: 600_000 });
  const people = (found.data?.items ?? []).map((row) => ({ value: row.id, label: [row.title, row.org?.name].filter(Boolean).join(" · ") }));
  const known = people.some((option) => option.value === value);
  const chosen = value.length > 10 && !known ? [{ value, label: named.data ?? "…" }] : [];
  return (
    <Select
      showSearch
      allowClear
      filterOption={false}
      className="au-person"
      placeholder={t("audit.anyone")}
      aria-label={t("audit.person")}
      value={value || undefined}
      onSearch={setText}
      onChange={(next?: string) => change(next ?? "")}
      options={[...(text ? [] : [{ value: "system", label: t("audit.system") }]), ...chosen, ...people]}
    />
  );
}

export function AuditPeriod({ value, change }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const column = { key: "period", label: t("audit.period"), kind: "datetime", filter: "period" };
  const done = (next: string) => {
    setOpen(false);
    change(next);
  };
  return (
    <Popover trigger="click" open={open} onOpenChange={setOpen} destroyOnHidden placement="bottomLeft" content={<FilterEditor column={column} value={value} change={done} />}>
      <span className={`ls-pill${value ? " ls-pill-set" : ""}`}>
        <button type="button" className="ls-pill-name" data-testid="audit-period">
          {t("audit.period")}: <b>{value ? spanWords(value, t) : t("lists.any")}</b>
        </button>
        {value && (
          <button type="button" className="ls-pill-end" aria-label={t("lists.remove_filter")} onClick={(event) => (event.stopPropagation(), change(""))}>
            ×
          </button>
        )}
      </span>
    </Popover>
  );
}

/** Which column of the file goes where; the server's guess first. */
import { useMutation } from "@tanstack/react-query";
import { Select, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { imports } from "@/api/endpoints";
import type { ImportDraft } from "@/api/types";
import { ReadFailure } from "@/problem/Stand";

type Props = { draft: ImportDraft; checked: (mapping: Record<string, string>) => void };
export function ColumnMapping({ draft, checked }: Props) {
  const { t } = useTranslation();
  const [mapping, setMapping] = useState(draft.mapping);
  const used = Object.values(mapping);
  const missing = draft.targets.filter((target) => target.required && !used.includes(target.key));
  const twice = draft.targets.filter((target) => used.filter((key) => key === target.key).length > 1);
  const labels = (targets: ImportDraft["targets"]) => targets.map((target) => target.label).join(t("form.separator"));
  const check = useMutation({
    mutationFn: async () => {
      await imports.map(draft.id, mapping);
      await imports.dryRun(draft.id);
    },
    onSuccess: () => checked(mapping),
  });
  const assign = (column: string, target: string | undefined) =>
    setMapping(({ [column]: _gone, ...others }) => (target ? { ...others, [column]: target } : others));
  return (
    <>
      <p>{t("import.rows", { rows: draft.rows, encoding: draft.encoding ?? "—" })}</p>
      {draft.warnings.map((warning) => (
        <p key={warning} className="an-warn">
          {warning}
        </p>
      ))}
      <Table
        size="small"
        rowKey="name"
        pagination={false}
        dataSource={draft.columns}
        columns={[
          { title: t("import.column"), dataIndex: "name", width: 200 },
          { title: t("import.sample"), ellipsis: true, render: (_, column) => column.samples.slice(0, 3).join(" | ") },
          {
            title: t("import.target"),
            width: 240,
            render: (_, column) => (
              <Select
                allowClear
                aria-label={`${t("import.target")} ${column.name}`}
                style={{ width: "100%" }}
                placeholder={t("import.skip")}
                value={mapping[column.name]}
                options={draft.targets.map((target) => ({
                  value: target.key,
                  label: target.required ? `${target.label} *` : target.label,
                }))}
                onChange={(target) => assign(column.name, target)}
              />
            ),
          },
        ]}
      />
      {missing.length > 0 && <p className="an-warn">{t("import.missing", { labels: labels(missing) })}</p>}
      {twice.length > 0 && <p className="an-warn">{t("import.twice", { labels: labels(twice) })}</p>}
      {check.isError && <ReadFailure error={check.error} />}
      <div className="an-row dk-actions">
        <button
          type="button"
          className="an-button an-button-primary"
          data-testid="import-dry-run"
          disabled={missing.length > 0 || twice.length > 0 || check.isPending}
          onClick={() => check.mutate()}
        >
          {t("import.dry_run")}
        </button>
      </div>
    </>
  );
}

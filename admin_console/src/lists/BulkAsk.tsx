/** What an action on many records asks once for all of them. */
import { useQuery } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import { definitions, records } from "@/api/endpoints";
import type { Definition, Field } from "@/api/types";
import type { Candidate, Candidates } from "@/habits/types";
import { type BulkInput, taskOf } from "@/lists/bulk";
import type { BulkKind } from "@/lists/BulkDialog";

const SAMPLES = 5;
type Change = (part: Partial<BulkInput>) => void;
type Props = { kind: BulkKind; type: string; sample: string[]; input: BulkInput; change: Change };
export function BulkAsk({ kind, type, sample, input, change }: Props) {
  const { t } = useTranslation();
  return (
    <div className="ls-view-form">
      {kind === "complete" && <OutcomeChoice type={type} input={input} change={change} />}
      {(kind === "reassign" || kind === "copy") && <PersonChoice kind={kind} type={type} sample={sample} input={input} change={change} />}
      <label>
        {t(input.needsText ? "bulk.reason_needed" : "bulk.reason")}
        <Input.TextArea rows={3} maxLength={500} value={input.reason} onChange={(event) => change({ reason: event.target.value })} data-testid="bulk-reason" />
      </label>
    </div>
  );
}

interface Option {
  value: string;
  label: string;
  part: Partial<BulkInput>;
}
function OutcomeChoice({ type, input, change }: { type: string; input: BulkInput; change: Change }) {
  const { t } = useTranslation();
  const definition = useQuery({ queryKey: ["definition", type], queryFn: () => definitions.read(type), staleTime: 300_000 });
  const options = definition.data ? shareable(definition.data) : [];
  return (
    <label>
      {t("bulk.outcome")}
      <Select
        style={{ width: "100%" }}
        data-testid="bulk-outcome"
        loading={definition.isPending}
        placeholder={t("task.choose")}
        value={input.outcome ? `${input.node}/${input.outcome}` : undefined}
        options={options.map(({ value, label }) => ({ value, label }))}
        onChange={(value: string) => change(options.find((option) => option.value === value)!.part)}
      />
      <small className="an-help">{t("bulk.outcome_help")}</small>
    </label>
  );
}

/** What needs more than one text is done on each record's own page. */
function shareable(definition: Definition): Option[] {
  return (definition.flow?.nodes ?? []).flatMap((node) =>
    node.outcomes.flatMap((outcome) => {
      const fields = outcome.form ? (definition.forms[outcome.form]?.fields ?? []) : [];
      const asked = fields.filter((field) => field.required || field.min_items);
      if (asked.length > 1 || !asked.every(isText)) return [];
      const text = asked[0] ?? fields.find(isText);
      const part = { node: node.key, outcome: outcome.key, field: text?.key ?? "", needsText: asked.length > 0 };
      return [{ value: `${node.key}/${outcome.key}`, label: `${node.title} · ${outcome.label}`, part }];
    }),
  );
}
const isText = (field: Field) => field.kind === "text" || field.kind === "long_text";

/** Who may take the first of the tasks, or read the first record; each record is judged by itself when it is sent. */
function PersonChoice({ kind, type, sample, input, change }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const found = useQuery({
    queryKey: ["bulk-candidates", kind, type, sample.slice(0, SAMPLES).join(), text],
    queryFn: () => candidates(kind, type, sample.slice(0, SAMPLES), text),
    staleTime: 30_000,
  });
  return (
    <label>
      {t("bulk.person")}
      <Select
        showSearch
        filterOption={false}
        style={{ width: "100%" }}
        data-testid="bulk-person"
        loading={found.isFetching}
        value={input.person || undefined}
        placeholder={t("lists.pick")}
        notFoundContent={found.isFetching ? t("bulk.looking") : t(text ? "habit.nobody_found" : "habit.nobody")}
        onSearch={setText}
        onChange={(next: string) => change({ person: next })}
        options={(found.data ?? []).map((one) => ({ value: one.id, label: [one.name, one.org, ...one.posts].filter(Boolean).join(" · ") }))}
      />
    </label>
  );
}

async function candidates(kind: BulkKind, type: string, sample: string[], q: string): Promise<Candidate[]> {
  for (const id of sample) {
    const path = `/records/${type}/${id}`;
    if (kind === "copy") return (await call<Candidates>("GET", `${path}/copies/candidates`, { query: { q } })).items;
    const task = taskOf(await records.read(type, id));
    if (task) return (await call<Candidates>("GET", `${path}/tasks/${task}/candidates`, { query: { use: "reassign", q } })).items;
  }
  return [];
}

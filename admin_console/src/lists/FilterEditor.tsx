/** The value of one filter: codes, people and places, spans of time, ranges, words. */
import { useQuery } from "@tanstack/react-query";
import { Checkbox, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { records } from "@/api/endpoints";
import type { ColumnShape } from "@/api/listTypes";
import { recordTypeOf } from "@/record/RecordName";
import { COMING, isReference, SPANS } from "@/lists/words";

type Editing = { column: ColumnShape; value: string; change: (value: string) => void };
export function FilterEditor(props: Editing) {
  const { column } = props;
  if (column.choices?.length) return <Codes {...props} />;
  if (isReference(column)) return <Reference {...props} />;
  if (column.kind === "datetime") return <SpanEditor {...props} />;
  if (column.kind === "number") return <Range {...props} />;
  return <Words {...props} />;
}

function Codes({ column, value, change }: Editing) {
  const [chosen, setChosen] = useState(value.split(",").filter(Boolean));
  return (
    <div className="ls-editor">
      <div className="ls-codes">
        <Checkbox.Group
          value={chosen}
          onChange={(next) => setChosen(next)}
          options={column.choices!.map((choice) => ({ value: choice.code, label: choice.label }))}
        />
      </div>
      <Apply apply={() => change(chosen.join(","))} />
    </div>
  );
}

function Reference({ column, change }: Editing) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const type = recordTypeOf(column.kind as "person");
  const found = useQuery({
    queryKey: ["pick", type, text],
    queryFn: () => records.list(type, { q: text, limit: 30, sort: text ? undefined : "title" }),
    staleTime: 30_000,
  });
  return (
    <div className="ls-editor">
      <Input autoFocus value={text} onChange={(event) => setText(event.target.value)} placeholder={t("lists.pick")} aria-label={t("lists.pick")} />
      <ul className="ls-found" data-testid="filter-options">
        {found.data?.items.length === 0 && <li className="an-help">{t("form.nothing_found", { text })}</li>}
        {found.data?.items.map((row) => (
          <li key={row.id}>
            <button type="button" onClick={() => change(column.kind === "org" ? (row.org?.path ?? "") : row.id)}>
              <b>{row.title}</b>
              <span>{[row.data.post, row.org?.name, row.area?.name, row.number].filter(Boolean).join(" · ")}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function SpanEditor({ column, value, change }: Editing) {
  const { t } = useTranslation();
  const [from, to] = value.includes("..") ? value.split("..") : ["", ""];
  const [start, setStart] = useState(from ?? "");
  const [end, setEnd] = useState(to ?? "");
  const presets = column.filter === "due" ? [...COMING, ...SPANS] : SPANS;
  return (
    <div className="ls-editor">
      <div className="ls-spans">
        {presets.map(([code, text]) => (
          <button key={code} type="button" className="ls-chip" aria-pressed={value === code} onClick={() => change(code)}>
            {t(text)}
          </button>
        ))}
      </div>
      <p className="an-small-label">{t("lists.own_span")}</p>
      <div className="an-row">
        <input type="date" className="an-input" aria-label={t("lists.from")} value={start} max={end || undefined} onChange={(event) => setStart(event.target.value)} />
        <input type="date" className="an-input" aria-label={t("lists.to")} value={end} min={start || undefined} onChange={(event) => setEnd(event.target.value)} />
      </div>
      <Apply apply={() => change(start || end ? `${start}..${end}` : "")} disabled={Boolean(start && end && start > end)} />
    </div>
  );
}

function Range({ column, value, change }: Editing) {
  const { t } = useTranslation();
  const [low, high] = value.split("..");
  const [least, setLeast] = useState(low ?? "");
  const [most, setMost] = useState(high ?? "");
  return (
    <div className="ls-editor">
      <div className="an-row">
        <input type="number" step="any" className="an-input" placeholder={t("lists.least")} aria-label={t("lists.least")} value={least} onChange={(event) => setLeast(event.target.value)} />
        <input type="number" step="any" className="an-input" placeholder={t("lists.most")} aria-label={t("lists.most")} value={most} onChange={(event) => setMost(event.target.value)} />
        {column.unit}
      </div>
      <Apply apply={() => change(least || most ? `${least}..${most}` : "")} />
    </div>
  );
}

function Words({ value, change }: Editing) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  return (
    <div className="ls-editor">
      <Input autoFocus value={text} onChange={(event) => setText(event.target.value)} onPressEnter={() => change(text.trim())} aria-label={t("lists.text")} placeholder={t("lists.text")} />
      <Apply apply={() => change(text.trim())} />
    </div>
  );
}

function Apply({ apply, disabled }: { apply: () => void; disabled?: boolean }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="an-button an-button-primary ls-apply" disabled={disabled} onClick={apply} data-testid="filter-apply">
      {t("lists.apply")}
    </button>
  );
}

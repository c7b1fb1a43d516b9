/** Labels with QR codes: choose equipment or areas, the layout and the address that phones use. */
import { useQuery } from "@tanstack/react-query";
import { Input, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { places, records } from "@/api/endpoints";
import type { Row } from "@/api/types";
import { Empty, ReadFailure } from "@/problem/Stand";
import { mayReadAreas, mayReadEquipment } from "@/session/permissions";
import { useSession } from "@/session/session";
import "@/desktop/admin/admin.css";
import "@/desktop/admin/places.css";

const MOST = 200;

/** The address that is set; one that only this machine knows is of no use to a phone. */
const labelBase = (set: string) => (set && !/\/\/(localhost|127\.|\[::1\])/.test(set) ? set : window.location.origin);

export default function LabelsPage() {
  const { t } = useTranslation();
  const session = useSession();
  const kinds = (["equipment", "area"] as const).filter((kind) => (kind === "area" ? mayReadAreas(session) : mayReadEquipment(session)));
  const [address, setAddress] = useSearchParams();
  const kind = address.get("kind") === "area" ? "area" : kinds[0]!;
  const q = address.get("q") ?? "";
  const area = address.get("area") ?? "";
  const [layout, setLayout] = useState<"60x40" | "a4">("60x40");
  const [base, setBase] = useState(() => labelBase(session.public_url));
  const [chosen, setChosen] = useState<string[]>([]);
  const query = { q, area: kind === "equipment" ? area : undefined, limit: MOST };
  const rows = useQuery({ queryKey: ["rows", "labels", kind, q, area], queryFn: () => records.list(kind, query) });
  const areas = useQuery({ queryKey: ["rows", "label-areas"], queryFn: () => records.list("area", { limit: MOST }), enabled: mayReadAreas(session) });
  const narrow = (key: string, value: string) => {
    setChosen([]);
    setAddress((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(key, value);
      else next.delete(key);
      return next;
    });
  };
  const count = chosen.length || (rows.data?.total ?? 0);
  const columns = useColumns(kind);
  const file = places.labelsAddress(kind, { ...query, limit: undefined, layout, base, ids: chosen.join(",") });
  return (
    <section data-testid="labels-page">
      <header className="dk-head">
        <h1>{t("label.title")}</h1>
        <span>{t(chosen.length ? "label.chosen" : "label.all", { count })}</span>
        <a className={`an-button an-button-primary${count ? "" : " dk-off"}`} href={count ? file : undefined} target="_blank" rel="noreferrer" data-testid="labels-print">
          {t("label.print")}
        </a>
      </header>
      <div className="an-panel dk-label-setting">
        <div>
          <span className="an-small-label">{t("label.of")}</span>
          <Chips values={kinds} value={kind} change={(next) => narrow("kind", next)} text={(one) => t(`admin.${one}`)} />
        </div>
        <div>
          <span className="an-small-label">{t("label.layout")}</span>
          <Chips values={["60x40", "a4"] as const} value={layout} change={setLayout} text={(one) => t(`label.layout_${one}`)} />
        </div>
        <label className="dk-label-base">
          <span className="an-small-label">{t("label.base")}</span>
          <input className="an-input" value={base} data-testid="labels-base" onChange={(event) => setBase(event.target.value.trim())} />
        </label>
        <p className="an-help">{t("label.base_help", { address: `${base.replace(/\/$/, "")}/m/#/${kind === "area" ? "a" : "e"}/…` })}</p>
      </div>
      <div className="dk-filters">
        <Input.Search allowClear key={q} defaultValue={q} className="dk-plain-search" placeholder={t("form.search_name_or_number")} aria-label={t("form.search_name_or_number")} onSearch={(text) => narrow("q", text.trim())} />
        {kind === "equipment" && (
          <select className="an-input dk-label-area" value={area} aria-label={t("record.area")} onChange={(event) => narrow("area", event.target.value)}>
            <option value="">{t("label.any_area")}</option>
            {areas.data?.items.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </select>
        )}
      </div>
      {rows.isError ? (
        <ReadFailure error={rows.error} again={() => void rows.refetch()} />
      ) : (
        <Table<Row>
          size="small"
          rowKey="id"
          loading={rows.isPending}
          dataSource={rows.data?.items ?? []}
          columns={columns}
          pagination={false}
          rowSelection={{ selectedRowKeys: chosen, onChange: (keys) => setChosen(keys.map(String)) }}
          locale={{ emptyText: rows.isPending ? " " : <Empty title={t(q || area ? "list.none" : "admin.none_yet")} cure={q || area ? undefined : t("admin.none_cure")} /> }}
        />
      )}
    </section>
  );
}

type ChipsInput<T extends string> = { values: readonly T[]; value: T; change: (value: T) => void; text: (value: T) => string };
function Chips<T extends string>({ values, value, change, text }: ChipsInput<T>) {
  return (
    <div className="an-chips" role="radiogroup">
      {values.map((one) => (
        <label key={one} className={`an-chip${one === value ? " an-chip-on" : ""}`}>
          <input type="radio" checked={one === value} onChange={() => change(one)} />
          {text(one)}
        </label>
      ))}
    </div>
  );
}

function useColumns(kind: "equipment" | "area"): TableColumnsType<Row> {
  const { t } = useTranslation();
  const all: TableColumnsType<Row> = [
    { title: t("list.name"), render: (_: unknown, row: Row) => <Link to={`/record/${kind}/${row.id}`}>{row.title}</Link> },
    { title: t("admin.field_code"), width: 150, render: (_: unknown, row: Row) => (typeof row.data.code === "string" ? row.data.code : "") },
    { title: t("record.area"), width: 180, render: (_: unknown, row: Row) => row.area?.name },
    { title: t("list.org"), width: 180, render: (_: unknown, row: Row) => row.org?.name },
    { title: t("list.number"), width: 160, render: (_: unknown, row: Row) => <span className="dk-number">{row.number}</span> },
  ];
  return kind === "equipment" ? all : all.filter((_, place) => place !== 1 && place !== 2);
}

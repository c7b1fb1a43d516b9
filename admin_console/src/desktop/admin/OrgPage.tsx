/** The organisation: its tree left, the chosen unit right, with what may be done there. */
import { useQuery } from "@tanstack/react-query";
import { Input, Tree, type TreeDataNode } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { definitions } from "@/api/endpoints";
import type { Definition } from "@/api/types";
import { PlainFields } from "@/desktop/admin/PlainFields";
import { NewUnitForm, UnitForm } from "@/desktop/admin/UnitForm";
import { parentsOf, treeOf, type Unit, type UnitNode, useUnits } from "@/desktop/admin/units";
import { Empty, Loaded } from "@/problem/Stand";
import { useRecord } from "@/record/useRecord";
import { mayCreate, mayReadPeople, mayUpdate } from "@/session/permissions";
import { useSession } from "@/session/session";
import "@/desktop/admin/admin.css";

export default function OrgPage() {
  const { t } = useTranslation();
  const units = useUnits();
  const definition = useQuery({ queryKey: ["definition", "org_unit"], queryFn: () => definitions.read("org_unit"), staleTime: 300_000 });
  return (
    <section>
      <header className="dk-head">
        <h1>{t("admin.org_unit")}</h1>
        {units.data && <span>{t("list.total", { total: units.data.length })}</span>}
      </header>
      <Loaded of={units}>
        {(all) => <Loaded of={definition}>{(defined) => (all.length ? <Organisation units={all} definition={defined} /> : <FirstUnit definition={defined} />)}</Loaded>}
      </Loaded>
    </section>
  );
}

function FirstUnit({ definition }: { definition: Definition }) {
  const { t } = useTranslation();
  const adds = mayCreate(useSession(), "org_unit");
  const again = useUnits();
  if (!adds) return <Empty title={t("admin.none_yet")} />;
  return (
    <div className="an-panel">
      <h2>{t("admin.first_unit")}</h2>
      <NewUnitForm definition={definition} taken={[]} onDone={() => void again.refetch()} leave={() => history.back()} />
    </div>
  );
}

function Organisation({ units, definition }: { units: Unit[]; definition: Definition }) {
  const [address, setAddress] = useSearchParams();
  const [mode, setMode] = useState<"show" | "add" | "rename">("show");
  const top = treeOf(units);
  const chosen = units.find((unit) => unit.id === address.get("unit")) ?? top[0]!;
  const choose = (id: string) => {
    setMode("show");
    setAddress({ unit: id }, { replace: true });
  };
  const show = () => setMode("show");
  return (
    <div className="dk-org">
      <UnitTree units={units} top={top} chosen={chosen} choose={choose} />
      <section className="an-panel" data-testid="unit" key={chosen.id}>
        <UnitHead unit={chosen} mode={mode} setMode={setMode} />
        {mode === "add" ? (
          <NewUnitForm definition={definition} parent={chosen} taken={units.map((unit) => unit.path)} onDone={(made) => choose(made.id)} leave={show} />
        ) : (
          <UnitDetail unit={chosen} definition={definition} renaming={mode === "rename"} show={show} />
        )}
      </section>
    </div>
  );
}

type Choosing = { units: Unit[]; top: UnitNode[]; chosen: Unit; choose: (id: string) => void };
function UnitTree({ units, top, chosen, choose }: Choosing) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [folded, setFolded] = useState<string[]>([]);
  const wanted = text.trim();
  const hits = wanted ? units.filter((unit) => unit.name.includes(wanted) || unit.path.includes(wanted)) : units;
  const kept = new Set(hits.flatMap((unit) => [unit.path, ...parentsOf(unit.path)]));
  const nodesOf = (nodes: UnitNode[]): TreeDataNode[] =>
    nodes.filter((node) => kept.has(node.path)).map((node) => ({ key: node.id, title: node.name, children: nodesOf(node.below) }));
  return (
    <nav className="an-panel dk-org-tree" aria-label={t("admin.org_unit")} data-testid="org-tree">
      <Input allowClear value={text} onChange={(event) => setText(event.target.value)} placeholder={t("admin.find_unit")} aria-label={t("admin.find_unit")} />
      {hits.length === 0 && <p className="an-help">{t("form.nothing_found", { text: wanted })}</p>}
      <Tree
        blockNode
        treeData={nodesOf(top)}
        expandedKeys={units.map((unit) => unit.id).filter((id) => wanted || !folded.includes(id))}
        onExpand={(_, { node, expanded }) => setFolded((before) => (expanded ? before.filter((id) => id !== node.key) : [...before, String(node.key)]))}
        selectedKeys={[chosen.id]}
        onSelect={(_, { node }) => choose(String(node.key))}
      />
    </nav>
  );
}

type Heading = { unit: Unit; mode: string; setMode: (mode: "show" | "add" | "rename") => void };
function UnitHead({ unit, mode, setMode }: Heading) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <>
      <h2>{t(mode === "add" ? "admin.add_below" : mode === "rename" ? "admin.rename_unit" : "admin.unit_named", { name: unit.name })}</h2>
      {mode === "show" && (
        <div className="an-row dk-unit-doors">
          {mayCreate(session, "org_unit") && (
            <button type="button" className="an-button an-button-primary" data-testid="unit-add" onClick={() => setMode("add")}>
              {t("admin.add_org_unit")}
            </button>
          )}
          {mayUpdate(session, "org_unit") && (
            <button type="button" className="an-button" data-testid="unit-rename" onClick={() => setMode("rename")}>
              {t("admin.rename")}
            </button>
          )}
          {mayReadPeople(session) && (
            <Link className="an-button" to={`/person?org=${unit.path}`} data-testid="unit-people">
              {t("admin.people_of")}
            </Link>
          )}
          <Link className="an-button" to={`/record/org_unit/${unit.id}`}>
            {t("admin.history")}
          </Link>
        </div>
      )}
    </>
  );
}

type Detail = { unit: Unit; definition: Definition; renaming: boolean; show: () => void };
function UnitDetail({ unit, definition, renaming, show }: Detail) {
  const { record } = useRecord("org_unit", unit.id);
  return (
    <Loaded of={record}>
      {(found) =>
        renaming ? <UnitForm definition={definition} unit={found} onDone={show} leave={show} /> : <PlainFields record={found} definition={definition} />
      }
    </Loaded>
  );
}

/** The administrators' first page: what a plant needs before people can work, and what is missing. */
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { places } from "@/api/endpoints";
import type { Setup } from "@/api/planTypes";
import { Loaded } from "@/problem/Stand";
import "@/desktop/admin/places.css";

type Step = { key: string; to: string; optional?: boolean };
const STEPS = [
  { key: "org_unit", to: "/org_unit" },
  { key: "person", to: "/person" },
  { key: "role", to: "/person" },
  { key: "area", to: "/area" },
  { key: "plan", to: "/plan" },
  { key: "equipment", to: "/equipment" },
  { key: "calendar", to: "/calendar", optional: true },
  { key: "notify", to: "/channels", optional: true },
  { key: "connector", to: "/connectors", optional: true },
  { key: "advice", to: "/advice", optional: true },
] as const satisfies Step[];
const TOOLS = [
  { key: "labels", to: "/labels" },
  { key: "advice", to: "/advice" },
  { key: "imports", to: "/imports" },
  { key: "audit", to: "/audit" },
] as const;

export default function AdminPage() {
  const { t } = useTranslation();
  const setup = useQuery({ queryKey: ["setup"], queryFn: places.setup });
  return (
    <section data-testid="admin-page">
      <header className="dk-head">
        <h1>{t("setup.title")}</h1>
      </header>
      <Loaded of={setup}>{(found) => <Checklist setup={found} />}</Loaded>
      <section className="an-panel">
        <h2>{t("setup.tools")}</h2>
        <div className="an-row">
          {TOOLS.map((tool) => (
            <Link key={tool.key} className="an-button" to={tool.to}>
              {t(`setup.tool_${tool.key}`)}
            </Link>
          ))}
        </div>
      </section>
    </section>
  );
}

type State = "done" | "partly" | "missing" | "open";
function stateOf(step: Step, setup: Setup): { state: State; found: number; unfinished: number } {
  const counted = setup.items.find((one) => one.key === step.key);
  const found = counted?.found ?? 0;
  const lacking = setup.vacant.length + setup.crowded.length;
  const unfinished = step.key === "role" ? lacking : (counted?.unfinished ?? 0);
  if (step.key === "role") return { state: unfinished ? "missing" : "done", found, unfinished };
  if (!found) return { state: step.optional ? "open" : "missing", found, unfinished };
  return { state: unfinished ? "partly" : "done", found, unfinished };
}

/** Roles that nobody holds, and those that need one more person because one holds several. */
function rolesLacking(setup: Setup, t: TFunction): string {
  const together = (names: string[]) => names.join(t("form.separator"));
  const crowded = setup.crowded.map((one) =>
    t("setup.crowded", { person: one.person, roles: together(one.roles) }),
  );
  const vacant = setup.vacant.length ? [t("setup.vacant", { roles: together(setup.vacant) })] : [];
  return [...vacant, ...crowded].join(t("setup.stop"));
}

const SIGNS: Record<State, string> = { done: "✓", partly: "!", missing: "×", open: "○" };
function Checklist({ setup }: { setup: Setup }) {
  const { t } = useTranslation();
  const rows = STEPS.map((step) => ({ step, ...stateOf(step, setup) }));
  const wanted = rows.filter((row) => !("optional" in row.step));
  const ready = wanted.filter((row) => row.state === "done" || row.state === "partly").length;
  return (
    <section className="an-panel" data-testid="setup">
      <h2>
        {t("setup.checklist")}
        <span className="an-panel-note">{t("setup.ready", { ready, all: wanted.length })}</span>
      </h2>
      <ol className="dk-setup">
        {rows.map(({ step, state, found, unfinished }) => (
          <li key={step.key} data-testid={`setup-${step.key}`} data-state={state}>
            <b className={`dk-setup-sign dk-setup-${state}`} aria-label={t(`setup.state_${state}`)}>
              {SIGNS[state]}
            </b>
            <span>
              <b>{t(`setup.${step.key}`)}</b>
              <em>{t(`setup.why_${step.key}`)}</em>
            </span>
            <span className="dk-setup-count">
              {step.key === "role"
                ? rolesLacking(setup, t) || t("setup.all_held")
                : step.key === "notify"
                  ? t(found ? "setup.notify_set" : "setup.notify_unset")
                  : t("setup.count", { count: found })}
              {unfinished > 0 && step.key !== "role" && <em>{t(`setup.unfinished_${step.key}` as "setup.unfinished_area", { count: unfinished })}</em>}
            </span>
            <Link className={`an-button${state === "missing" ? " an-button-primary" : ""}`} to={step.to}>
              {t(state === "missing" || state === "open" ? "setup.begin" : "setup.open")}
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}

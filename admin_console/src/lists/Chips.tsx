/** States, or kinds, with how many rows of the other filters are in each; several may be chosen. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ListShape } from "@/api/listTypes";
import { lists } from "@/lists/calls";
import type { List } from "@/lists/useList";

/** What a type is told apart by besides its state. */
const KINDS: Record<string, string> = { permit: "job", certificate: "family", permit_alarm: "code" };

export function KindChips({ shape, list }: { shape: ListShape; list: List }) {
  const by = KINDS[shape.type];
  return by && shape.columns.some((column) => column.key === by && column.group && column.filter) ? <Chips shape={shape} list={list} by={by} onlyFound={shape.type === "permit_alarm"} /> : null;
}
export const StateChips = ({ shape, list }: { shape: ListShape; list: List }) => <Chips shape={shape} list={list} by="state" />;

type Input = { shape: ListShape; list: List; by: string; onlyFound?: boolean };
function Chips({ shape, list, by, onlyFound = false }: Input) {
  const { t } = useTranslation();
  const column = shape.columns.find((each) => each.key === by);
  const name = column?.filter ?? "";
  const choices = column?.choices ?? [];
  const others = Object.fromEntries(Object.entries(list.state.filters).filter(([each]) => each !== name));
  const counts = useQuery({
    queryKey: ["groups", shape.type, by, others],
    queryFn: () => lists.groups(shape.type, { by, ...others }),
    enabled: choices.length > 0,
    placeholderData: (before) => before,
  });
  const chosen = (list.state.filters[name] ?? "").split(",").filter(Boolean);
  const of = (code: string) => counts.data?.items.find((group) => group.value === code);
  const shown = onlyFound ? choices.filter(({ code }) => of(code) || chosen.includes(code)) : choices;
  if (!column || !shown.length) return null;
  const all = counts.data?.items.reduce((sum, group) => sum + group.count, 0);
  const toggle = (code: string) => list.filter(name, (chosen.includes(code) ? chosen.filter((each) => each !== code) : [...chosen, code]).join(","));
  return (
    <div className="ls-chips" role="group" aria-label={column.label}>
      <button type="button" className="ls-chip" aria-pressed={!chosen.length} onClick={() => list.filter(name, "")} data-testid={`${by}-all`}>
        {t(by === "state" ? "lists.all_states" : "lists.all_kinds")} {all !== undefined && <b>{all.toLocaleString("en-US")}</b>}
      </button>
      {shown.map((choice) => (
        <button
          key={choice.code}
          type="button"
          className="ls-chip"
          aria-pressed={chosen.includes(choice.code)}
          disabled={counts.data !== undefined && !of(choice.code) && !chosen.includes(choice.code)}
          onClick={() => toggle(choice.code)}
          data-testid={`${by}-${choice.code}`}
        >
          {choice.label} {counts.data && <b>{(of(choice.code)?.count ?? 0).toLocaleString("en-US")}</b>}
          {(of(choice.code)?.late ?? 0) > 0 && <em title={t("lists.late_of", { count: of(choice.code)!.late })}>{of(choice.code)!.late}</em>}
        </button>
      ))}
    </div>
  );
}

/** Choosing one of the people who are entitled; the server says who they are. */
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { ReadFailure } from "@/problem/Stand";
import type { Candidate, Candidates } from "@/habits/types";

type Props = { label: string; scope: string; read: (q: string) => Promise<Candidates>; chosen?: Candidate; choose: (one: Candidate | undefined) => void };
export function CandidatePicker({ label, scope, read, chosen, choose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState("");
  const found = useQuery({ queryKey: ["candidates", scope, text], queryFn: () => read(text), enabled: !chosen, staleTime: 30_000 });
  if (chosen)
    return (
      <div className="an-habit-chosen" data-testid="candidate-chosen">
        <span>
          <b>{chosen.name}</b> {[chosen.org, ...chosen.posts].filter(Boolean).join(" · ")}
        </span>
        <button type="button" className="an-link" onClick={() => choose(undefined)}>
          {t("form.change")}
        </button>
      </div>
    );
  return (
    <div>
      <label htmlFor={id} className="an-small-label">
        {label}
      </label>
      <input id={id} className="an-input" type="search" placeholder={t("habit.search")} value={text} onChange={(event) => setText(event.target.value)} data-testid="candidate-search" />
      {found.isError && <ReadFailure error={found.error} again={() => void found.refetch()} />}
      {found.data && (
        <ul className="an-habit-people" aria-label={label}>
          {found.data.items.map((one) => (
            <li key={one.id}>
              <button type="button" data-testid="candidate" onClick={() => choose(one)}>
                <b>{one.name}</b>
                <span>{[one.org, ...one.posts].filter(Boolean).join(" · ")}</span>
              </button>
            </li>
          ))}
          {found.data.items.length === 0 && <li className="an-help">{t(text ? "habit.nobody_found" : "habit.nobody")}</li>}
          {found.data.more && <li className="an-help">{t("habit.more_people")}</li>}
        </ul>
      )}
    </div>
  );
}

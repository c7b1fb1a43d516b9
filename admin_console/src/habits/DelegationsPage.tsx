/** 委托: whom I let act for me and until when, for whom I act, and a new one. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { delegations } from "@/habits/calls";
import { NewDelegation } from "@/habits/NewDelegation";
import type { Delegation } from "@/habits/types";
import { Empty, Loaded, ReadFailure } from "@/problem/Stand";
import { useSession } from "@/session/session";
import { moment } from "@/time/format";
import "@/habits/habits.css";

export default function DelegationsPage() {
  const { t } = useTranslation();
  const session = useSession();
  const [adding, setAdding] = useState(false);
  const list = useQuery({ queryKey: ["delegations"], queryFn: delegations.list });
  const may = session.permissions.includes("delegation:record:create");
  return (
    <section className="an-panel" data-testid="delegations">
      <h2>
        {t("habit.delegations")}
        {may && !adding && (
          <button type="button" className="an-button an-button-primary" data-testid="delegation-new" onClick={() => setAdding(true)}>
            {t("habit.delegate")}
          </button>
        )}
      </h2>
      <p className="an-help">{t("habit.delegations_about")}</p>
      <Loaded of={list}>
        {(data) => (
          <>
            {adding && <NewDelegation kinds={data.kinds} done={() => setAdding(false)} />}
            {data.items.length === 0 && !adding && <Empty title={t("habit.delegations_none")} />}
            {data.items.map((one) => (
              <Line key={one.id} one={one} />
            ))}
          </>
        )}
      </Loaded>
    </section>
  );
}

function Line({ one }: { one: Delegation }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => delegations.end(one.id, ""),
    onSuccess: (all) => client.setQueryData(["delegations"], all),
  });
  const live = one.state === "in_force" || one.state === "coming";
  return (
    <div className="an-delegation" data-testid="delegation" data-state={one.state}>
      <b>{one.mine ? t("habit.given_to", { name: one.delegate.name }) : t("habit.given_by", { name: one.principal.name })}</b>{" "}
      <span className={`an-badge ${one.state === "in_force" ? "an-state-open" : "an-state-plain"}`}>{t(`habit.state_${one.state}`)}</span>
      <p>
        {moment(one.starts)} – {moment(one.ended_at ?? one.ends)} · {one.kinds.join(t("form.separator")) || t("habit.all_kinds")}
      </p>
      <p>{[one.reason, one.end_reason].filter(Boolean).join(" · ")}</p>
      {live && (
        <button type="button" className="an-button" data-testid="delegation-end" disabled={end.isPending} onClick={() => end.mutate()}>
          {t(one.mine ? "habit.end" : "habit.decline")}
        </button>
      )}
      {end.isError && <ReadFailure error={end.error} />}
    </div>
  );
}

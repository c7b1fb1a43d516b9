/** What would follow if the task were ended with this form now: its evidence judged, and whom the next step asks. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { StepForeseen } from "@/api/types";
import { readyForWire } from "@/form/values";
import { habits } from "@/habits/calls";
import type { TaskWork } from "@/record/useTask";
import { inPlantTime } from "@/time/format";

/** Kinds that evidence is made of; a form without them is not asked about. */
const EVIDENCE = new Set(["photo", "signature", "location"]);
/** Not given yet, or not sent yet: nothing that could be cured now. */
const TO_COME = new Set(["absent", "file_unknown", "original_not_arrived"]);

export function Foreseen({ work }: { work: TaskWork }) {
  const { t } = useTranslation();
  const { form, outcome, setting, at } = work;
  const fields = form?.fields ?? [];
  const data = readyForWire(fields, setting.values, setting.known);
  const given = fields.filter((field) => EVIDENCE.has(field.kind) && data[field.key] != null);
  const asked = JSON.stringify(given.map((field) => data[field.key]));
  const found = useQuery({
    queryKey: ["foreseen", at.task, outcome?.key, asked],
    queryFn: () => habits.foresee(at, at.task, { outcome: outcome?.key ?? "", data }),
    enabled: given.length > 0,
    placeholderData: (before) => before,
    retry: false,
  });
  const wrong = (found.data?.elements ?? []).filter((one) => !one.present && !TO_COME.has(one.rule ?? ""));
  if (!given.length || !wrong.length) return null;
  return (
    <div className="an-warn" role="status" data-testid="foreseen">
      <b>{setting.definition.words?.foreseen ?? t("habit.foreseen")}</b>
      {wrong.map((one) => (
        <p key={one.key}>
          {one.label} · {inPlantTime(one.reason ?? "")}
        </p>
      ))}
    </div>
  );
}

/** The steps that would follow the chosen outcome, or the usual one while none is chosen; none of a step that others sign as well. */
export function useNextSteps(work: TaskWork): StepForeseen[] {
  const outcome = work.outcome ?? work.action.outcomes.find((each) => each.intent === "primary");
  const found = useQuery({
    queryKey: ["next-steps", work.at.task, outcome?.key],
    queryFn: () => habits.foresee(work.at, work.at.task, { outcome: outcome?.key ?? "", data: {} }),
    enabled: Boolean(outcome),
    staleTime: 60_000,
    retry: false,
  });
  return found.data?.steps ?? [];
}

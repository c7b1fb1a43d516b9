/** What is said beside the form: for whom one acts, an opinion, the step that a return goes back to. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { TaskWork } from "@/record/useTask";
import "@/habits/habits.css";

export function SignBeside({ work }: { work: TaskWork }) {
  const { t } = useTranslation();
  const id = useId();
  const { action, outcome, beside } = work;
  const targets = outcome?.targets ?? [];
  // A form that asks for an opinion itself is not asked twice: what is written there is the signer's.
  const asksItself = work.form?.fields.some((field) => field.key === "opinion");
  const several = ((action.needed ?? 1) > 1 || action.signs_only) && !asksItself;
  return (
    <>
      {action.on_behalf && (
        <p className="an-behalf" data-testid="act-for">
          {t("habit.act_for", { name: action.on_behalf.name })}
        </p>
      )}
      {action.signs_only && !outcome && <p className="an-help">{t("habit.signs_only")}</p>}
      {targets.length > 1 && (
        <label>
          <span className="an-small-label">{t("habit.target")}</span>
          <select className="an-input" value={beside.to ?? targets[0]?.node} onChange={(event) => beside.set("_to", event.target.value)} data-testid="return-to">
            {targets.map((one) => (
              <option key={one.node} value={one.node}>
                {one.title}
              </option>
            ))}
          </select>
        </label>
      )}
      {outcome && several && (
        <>
          <label htmlFor={id} className="an-small-label">
            {t("habit.opinion")}
          </label>
          <textarea id={id} className="an-input" rows={2} maxLength={500} value={beside.opinion ?? ""} onChange={(event) => beside.set("_opinion", event.target.value)} data-testid="sign-opinion" />
        </>
      )}
    </>
  );
}

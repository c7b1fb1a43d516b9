/** The plant's industry: it chooses the library by which major hazards are suggested. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/client";
import { rules } from "@/api/endpoints";
import { newId } from "@/capture/ids";
import { BlockCard } from "@/problem/BlockCard";
import { Loaded } from "@/problem/Stand";
import "@/desktop/admin/admin.css";
import "@/form/verdict.css";

export default function IndustryPage() {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const known = useQuery({ queryKey: ["industry"], queryFn: rules.industry });
  const saving = useMutation({
    mutationFn: (industry: string) => rules.setIndustry({ command_id: newId(), industry }),
    onSuccess: (saved) => {
      cache.setQueryData(["industry"], saved);
      void cache.invalidateQueries({ queryKey: ["suggestions"] });
    },
  });
  return (
    <section>
      <header className="dk-head">
        <h1>{t("industry.title")}</h1>
      </header>
      <div className="an-panel">
        <p>{t("industry.why")}</p>
        <Loaded of={known}>
          {(found) => (
            <div className="an-suggest" role="radiogroup" aria-label={t("industry.title")}>
              {found.choices.map((choice) => (
                <label key={choice.code} className={`an-chip${found.industry === choice.code ? " an-chip-on" : ""}`} data-testid={`industry-${choice.code}`}>
                  <input type="radio" name="industry" checked={found.industry === choice.code} disabled={saving.isPending} onChange={() => saving.mutate(choice.code)} />
                  <span>
                    <b>{choice.label}</b>
                    <span className="an-suggest-words">{t("industry.library", { library: choice.library })}</span>
                  </span>
                </label>
              ))}
              {!found.industry && <p className="an-help">{t("industry.none")}</p>}
            </div>
          )}
        </Loaded>
        {saving.isSuccess && <p className="an-help" role="status">{t("industry.saved")}</p>}
        {saving.error instanceof Refused && <BlockCard problem={saving.error.problem} />}
      </div>
    </section>
  );
}

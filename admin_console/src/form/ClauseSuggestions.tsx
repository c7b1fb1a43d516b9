/** Clauses that the record's texts may fall under, with the words that point to them; a click chooses, nothing is set. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { rules } from "@/api/endpoints";
import type { Field } from "@/api/types";
import { useFormSetting } from "@/form/context";

export function ClauseSuggestions({ field, chosen, choose }: { field: Field; chosen: string[]; choose: (code: string) => void }) {
  const { t } = useTranslation();
  const { definition, check } = useFormSetting();
  const record = check?.record;
  const found = useQuery({
    queryKey: ["suggestions", definition.type, record, field.key],
    queryFn: () => rules.suggest(definition.type, record!, field.key),
    enabled: Boolean(record && field.suggests),
    staleTime: 60_000,
  });
  const items = found.data?.items.filter((item) => !chosen.includes(item.code)) ?? [];
  if (!items.length) return null;
  return (
    <div className="an-suggest" role="group" aria-label={t("clause.suggested")} data-testid={`suggestions-${field.key}`}>
      <span className="an-small-label">{t("clause.suggested_from", { library: found.data!.library })}</span>
      {items.map((item) => (
        <button key={item.code} type="button" className="an-chip" data-testid={`suggestion-${item.code}`} onClick={() => choose(item.code)}>
          {item.label}
          <span className="an-suggest-words">{t("clause.because", { words: item.words.map((word) => word.replace("+", "…")).join(t("form.separator")) })}</span>
        </button>
      ))}
      <p className="an-help">{t("clause.only_suggested")}</p>
    </div>
  );
}

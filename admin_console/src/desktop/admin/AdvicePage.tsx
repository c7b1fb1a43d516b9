/** The plant's own texts for rectification advice, by category, with what the form will show. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/client";
import { places } from "@/api/endpoints";
import type { Advice, AdviceList } from "@/api/planTypes";
import { newId } from "@/capture/ids";
import { BlockCard } from "@/problem/BlockCard";
import { Empty, Loaded } from "@/problem/Stand";
import "@/desktop/admin/places.css";

export default function AdvicePage() {
  const { t } = useTranslation();
  const own = useQuery({ queryKey: ["advice"], queryFn: places.advice });
  const [edited, setEdited] = useState<Advice>();
  const { shipped, categories } = own.data ?? { shipped: [], categories: [] };
  const label = (code: string) => categories.find((item) => item.title === code)?.text ?? (code || t("advice.any"));
  const fresh = () => setEdited({ id: newId(), category: "", title: "", text: "", position: 0, changed_at: "" });
  return (
    <section data-testid="advice-page">
      <header className="dk-head">
        <h1>{t("advice.title")}</h1>
        <span>{t("advice.intro")}</span>
        <button type="button" className="an-button an-button-primary" data-testid="advice-add" onClick={fresh}>
          {t("advice.add")}
        </button>
      </header>
      {edited && <Editor key={edited.id} advice={edited} categories={categories} leave={() => setEdited(undefined)} />}
      <Loaded of={own}>
        {({ items }) => (
          <section className="an-panel">
            <h2>
              {t("advice.own")} <span className="an-panel-note">{items.length}</span>
            </h2>
            {!items.length && <Empty title={t("advice.none")} cure={t("advice.none_cure")} />}
            <ul className="dk-advice">
              {items.map((one) => (
                <li key={one.id} data-testid="advice-row">
                  <b>{one.title}</b>
                  <span className="an-tag">{label(one.category)}</span>
                  <p>{one.text}</p>
                  <button type="button" className="an-link" onClick={() => setEdited(one)}>
                    {t("admin.edit")}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </Loaded>
      {shipped.length > 0 && (
        <section className="an-panel">
          <h2>
            {t("advice.shipped")} <span className="an-panel-note">{t("advice.shipped_note")}</span>
          </h2>
          <ul className="dk-advice">
            {shipped.map((one) => (
              <li key={one.title}>
                <b>{one.title}</b>
                <span />
                <p>{one.text}</p>
                <button type="button" className="an-link" onClick={() => setEdited({ id: newId(), category: "", title: one.title, text: one.text, position: 0, changed_at: "" })}>
                  {t("advice.copy")}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}

function Editor({ advice, categories, leave }: { advice: Advice; categories: AdviceList["categories"]; leave: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [draft, setDraft] = useState(advice);
  const known = advice.changed_at !== "";
  const settled = (next: AdviceList) => {
    client.setQueryData(["advice"], next);
    void client.invalidateQueries({ queryKey: ["setup"] });
    leave();
  };
  const save = useMutation({ mutationFn: () => places.keepAdvice(draft.id, { category: draft.category, title: draft.title, text: draft.text, position: draft.position }), onSuccess: settled });
  const remove = useMutation({ mutationFn: () => places.retireAdvice(draft.id), onSuccess: settled });
  const error = save.error ?? remove.error;
  const set = (part: Partial<Advice>) => setDraft({ ...draft, ...part });
  return (
    <form
      className="an-panel dk-advice-form"
      data-testid="advice-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <label>
        <span className="an-small-label">{t("advice.field_title")}</span>
        <input className="an-input" value={draft.title} maxLength={30} data-testid="advice-title" onChange={(event) => set({ title: event.target.value })} />
      </label>
      <label>
        <span className="an-small-label">{t("advice.field_category")}</span>
        <select className="an-input" value={draft.category} onChange={(event) => set({ category: event.target.value })}>
          <option value="">{t("advice.any")}</option>
          {categories.map((item) => (
            <option key={item.title} value={item.title}>
              {item.text}
            </option>
          ))}
        </select>
      </label>
      <label className="dk-advice-text">
        <span className="an-small-label">{t("advice.field_text")}</span>
        <textarea className="an-input an-textarea" rows={4} value={draft.text} maxLength={1000} data-testid="advice-text" onChange={(event) => set({ text: event.target.value })} />
      </label>
      <div className="dk-advice-text">
        <span className="an-small-label">{t("advice.preview")}</span>
        <p className="dk-advice-preview">
          <span className="an-chip an-template">{draft.title || t("advice.field_title")}</span>
          {draft.text || t("advice.field_text")}
        </p>
      </div>
      {error instanceof Refused && <BlockCard problem={error.problem} errors={error.problem.errors ?? []} />}
      {error && !(error instanceof Refused) && <p className="an-warn" role="alert">{t("form.unsent")}</p>}
      <div className="an-row dk-advice-text">
        <button type="submit" className="an-button an-button-primary" data-testid="advice-save" disabled={save.isPending || !draft.title.trim() || !draft.text.trim()}>
          {t("action.save")}
        </button>
        <button type="button" className="an-button" onClick={leave}>
          {t("action.cancel")}
        </button>
        {known && (
          <button type="button" className="an-button an-button-danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t("advice.retire")}
          </button>
        )}
      </div>
    </form>
  );
}

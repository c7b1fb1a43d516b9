/** The words of mails by kind and language: the tenant's own where there are, else ours. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { channels, type MailTemplate } from "@/notify/api";
import { Failure } from "@/notify/admin/Failure";
import { Loaded } from "@/problem/Stand";

export function TemplateList() {
  const { t } = useTranslation();
  const all = useQuery({ queryKey: ["templates"], queryFn: channels.templates });
  const [language, setLanguage] = useState("zh-CN");
  const [kind, setKind] = useState("task");
  return (
    <Loaded of={all}>
      {({ items }) => {
        const shown = items.filter((item) => item.language === language);
        const chosen = shown.find((item) => item.kind === kind);
        return (
          <div className="ch-templates" data-testid="templates">
            <nav aria-label={t("channel.templates")}>
              <Segmented
                value={language}
                onChange={setLanguage}
                options={[{ value: "zh-CN", label: t("notify.language_zh") }, { value: "en", label: "English" }]}
              />
              {shown.map((item) => (
                <button key={item.kind} type="button" aria-pressed={item.kind === kind} onClick={() => setKind(item.kind)}>
                  {item.title}
                  {item.own && <span className="an-badge an-state-open">{t("channel.own_words")}</span>}
                </button>
              ))}
            </nav>
            {chosen && <Edit key={`${chosen.kind} ${chosen.language} ${chosen.own}`} of={chosen} />}
          </div>
        );
      }}
    </Loaded>
  );
}

function Edit({ of }: { of: MailTemplate }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [words, setWords] = useState({ subject: of.subject, body: of.body });
  const [told, setTold] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const save = useMutation({
    mutationFn: (next: typeof words) => channels.keepTemplate(of.kind, of.language, next),
    onSuccess: (next) => {
      client.setQueryData(["templates"], next);
      setTold(true);
    },
  });
  const change = (part: Partial<typeof words>) => {
    setTold(false);
    setWords({ ...words, ...part });
  };
  const put = (place: string) => {
    const at = area.current?.selectionStart ?? words.body.length;
    change({ body: `${words.body.slice(0, at)}{${place}}${words.body.slice(at)}` });
    area.current?.focus();
  };
  return (
    <form
      className="an-panel"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(words);
      }}
    >
      <label className="ch-field">
        {t("channel.subject")}
        <input className="an-input" value={words.subject} maxLength={120} onChange={(event) => change({ subject: event.target.value })} />
      </label>
      <label className="ch-field">
        {t("channel.body")}
        <textarea ref={area} className="an-input" rows={14} value={words.body} maxLength={4000} onChange={(event) => change({ body: event.target.value })} />
      </label>
      <p className="an-help">{t("channel.places_help")}</p>
      <p className="an-row ch-places">
        {of.places.map((place) => (
          <button key={place} type="button" className="ch-place" title={t(`channel.place_${place}`, { defaultValue: place })} onClick={() => put(place)}>
            {`{${place}}`} <span>{t(`channel.place_${place}`, { defaultValue: "" })}</span>
          </button>
        ))}
      </p>
      <Failure of={save.error} />
      <p className="nt-save">
        <button type="submit" className="an-button an-button-primary" disabled={save.isPending}>{t("notify.save")}</button>
        {of.own && (
          <button type="button" className="an-button" disabled={save.isPending} onClick={() => save.mutate({ subject: "", body: "" })}>
            {t("channel.words_back")}
          </button>
        )}
        {told && <span role="status" className="nt-told">{t("channel.saved")}</span>}
      </p>
    </form>
  );
}

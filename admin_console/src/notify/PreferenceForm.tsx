/** What a person wishes of notices: mail by kind, quiet hours, digest, language. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/api/client";
import { notices, type Preferences, type Wishes } from "@/notify/api";
import { Loaded } from "@/problem/Stand";
import { BlockCard } from "@/problem/BlockCard";
import { ReadFailure } from "@/problem/Stand";
import "@/notify/notify.css";

export function PreferenceForm() {
  const kept = useQuery({ queryKey: ["preferences"], queryFn: notices.preferences, staleTime: 60_000 });
  return <Loaded of={kept}>{(data) => <Form kept={data} key={JSON.stringify(data.wishes)} />}</Loaded>;
}

function Form({ kept }: { kept: Preferences }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [wishes, setWishes] = useState<Wishes>(kept.wishes);
  const [told, setTold] = useState(false);
  const save = useMutation({
    mutationFn: () => notices.wish(wishes),
    onSuccess: (next) => {
      setTold(true);
      client.setQueryData(["preferences"], next);
    },
  });
  const change = (part: Partial<Wishes>) => {
    setTold(false);
    setWishes({ ...wishes, ...part });
  };
  const mailed = { ...kept.defaults.mail, ...wishes.mail };
  const problem = save.error instanceof Refused ? save.error.problem : undefined;
  return (
    <form
      className="nt-form"
      data-testid="preferences"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <MailState kept={kept} />
      <fieldset className="an-panel">
        <legend>{t("notify.by_mail")}</legend>
        <p className="an-help">{t("notify.by_mail_help")}</p>
        {kept.groups.map((group) => (
          <label key={group.key} className="nt-check">
            <input
              type="checkbox"
              checked={!!mailed[group.key]}
              onChange={(event) => change({ mail: { ...wishes.mail, [group.key]: event.target.checked } })}
            />
            <span>
              {group.title}
              <small>{t(`notify.help_${group.key}` as "notify.help_task", { minutes: kept.defaults.unread_minutes })}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset className="an-panel">
        <legend>{t("notify.quiet")}</legend>
        <p className="an-help">{t("notify.quiet_help")}</p>
        <Three
          name="quiet"
          value={wishes.quiet ?? "default"}
          choose={(quiet) => change({ quiet })}
          standard={kept.defaults.quiet_from ? `${kept.defaults.quiet_from}–${kept.defaults.quiet_to}` : t("notify.off")}
        />
        {wishes.quiet === "own" && (
          <p className="an-row">
            <Clock label={t("notify.from")} value={wishes.quiet_from} set={(quiet_from) => change({ quiet_from })} />
            <Clock label={t("notify.to")} value={wishes.quiet_to} set={(quiet_to) => change({ quiet_to })} />
          </p>
        )}
      </fieldset>
      <fieldset className="an-panel">
        <legend>{t("notify.digest")}</legend>
        <p className="an-help">{t("notify.digest_help")}</p>
        <Three
          name="digest"
          value={wishes.digest ?? "default"}
          choose={(digest) => change({ digest })}
          standard={kept.defaults.digest_at || t("notify.off")}
        />
        {wishes.digest === "own" && <Clock label={t("notify.at")} value={wishes.digest_at} set={(digest_at) => change({ digest_at })} />}
      </fieldset>
      <fieldset className="an-panel">
        <legend>{t("notify.language")}</legend>
        <select className="an-input" value={wishes.language} aria-label={t("notify.language")} onChange={(event) => change({ language: event.target.value as Wishes["language"] })}>
          <option value="">{t("notify.language_default")}</option>
          <option value="zh-CN">{t("notify.language_zh")}</option>
          <option value="en">English</option>
        </select>
      </fieldset>
      {problem ? <BlockCard problem={problem} errors={problem.errors} /> : save.isError && <ReadFailure error={save.error} />}
      <p className="nt-save">
        <button type="submit" className="an-button an-button-primary" disabled={save.isPending} data-testid="preferences-save">
          {t("notify.save")}
        </button>
        {told && <span role="status" className="nt-told">{t("notify.saved")}</span>}
      </p>
    </form>
  );
}

function MailState({ kept }: { kept: Preferences }) {
  const { t } = useTranslation();
  if (!kept.mail_offered) return <p className="an-warn nt-state">{t("notify.mail_absent")}</p>;
  if (!kept.mail) return <p className="an-warn nt-state">{t("notify.address_absent")}</p>;
  return <p className="nt-state">{t("notify.address", { mail: kept.mail })}</p>;
}

type Way = NonNullable<Wishes["quiet"]>;
function Three({ name, value, choose, standard }: { name: string; value: Way; choose: (way: Way) => void; standard: string }) {
  const { t } = useTranslation();
  const ways: [Way, string][] = [
    ["default", t("notify.as_company", { value: standard })],
    ["none", t("notify.never")],
    ["own", t("notify.own")],
  ];
  return (
    <div className="nt-three" role="radiogroup">
      {ways.map(([way, label]) => (
        <label key={way} className="nt-check">
          <input type="radio" name={name} checked={value === way} onChange={() => choose(way)} />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}

function Clock({ label, value, set }: { label: string; value: string | undefined; set: (value: string) => void }) {
  return (
    <label className="nt-clock">
      {label}
      <input type="time" className="an-input" value={value} onChange={(event) => set(event.target.value)} />
    </label>
  );
}

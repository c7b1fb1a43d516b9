/** How a person logs in: open a log-in, set its password, end it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accounts } from "@/api/endpoints";
import type { PersonLogIn, RecordDetail } from "@/api/types";
import { LogInForm } from "@/desktop/admin/LogInForm";
import { Loaded, ReadFailure } from "@/problem/Stand";
import { useSession } from "@/session/session";

/** A password as it is told once, after the server has taken it. */
export interface Told {
  login: string;
  password: string;
}

export function LogIns({ person }: { person: RecordDetail }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const key = ["accounts", person.id];
  const found = useQuery({ queryKey: key, queryFn: () => accounts.of(person.id) });
  const [opening, setOpening] = useState(false);
  const [told, setTold] = useState<Told>();
  const done = (next?: Told) => {
    setOpening(false);
    setTold(next);
    void client.invalidateQueries({ queryKey: key });
  };
  return (
    <section className="an-panel" data-testid="log-ins">
      <h2>{t("admin.log_ins")}</h2>
      {told && <ToldOnce told={told} close={() => setTold(undefined)} />}
      <Loaded of={found}>
        {({ items }) => (
          <>
            {items.length === 0 && !opening && <p>{t("admin.log_in_none", { name: person.title })}</p>}
            <ul>
              {items.map((item) => (
                <LogInRow key={item.login} item={item} person={person} done={done} />
              ))}
            </ul>
            {opening ? (
              <LogInForm person={person} done={done} leave={() => setOpening(false)} />
            ) : (
              <button type="button" className={`an-button${items.length ? "" : " an-button-primary"}`} data-testid="log-in-open" onClick={() => setOpening(true)}>
                {t(items.length ? "admin.log_in_another" : "admin.log_in_open")}
              </button>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

type RowInput = { item: PersonLogIn; person: RecordDetail; done: (told?: Told) => void };
function LogInRow({ item, person, done }: RowInput) {
  const { t } = useTranslation();
  const [setting, setSetting] = useState(false);
  const own = useSession().account.login === item.login;
  const end = useMutation({ mutationFn: () => accounts.end(item.login), onSuccess: () => done() });
  const state = item.disabled ? "disabled" : item.locked ? "locked" : "live";
  return (
    <li className="dk-log-in" data-testid="log-in" data-login={item.login}>
      <p>
        <b>{item.login}</b>{" "}
        <span className={`an-badge ${state === "live" ? "an-state-done" : "an-state-late"}`}>{t(`admin.log_in_${state}`)}</span>
      </p>
      {item.shared && <p className="an-help">{t("admin.log_in_shared")}</p>}
      {state === "locked" && <p className="an-help">{t("admin.log_in_locked_cure")}</p>}
      {own && <p className="an-help">{t("admin.log_in_own")}</p>}
      {setting ? (
        <LogInForm
          person={person}
          login={item.login}
          done={(told) => {
            setSetting(false);
            done(told);
          }}
          leave={() => setSetting(false)}
        />
      ) : (
        <div className="an-row">
          <button type="button" className="an-button" data-testid="password-set" disabled={item.shared} onClick={() => setSetting(true)}>
            {t("admin.password_set")}
          </button>
          <Popconfirm
            disabled={own}
            title={t("admin.log_in_end_sure", { login: item.login })}
            description={t("admin.log_in_end_effect")}
            okText={t("admin.log_in_end")}
            cancelText={t("action.cancel")}
            onConfirm={() => end.mutate()}
          >
            <button type="button" className="an-button an-button-danger" data-testid="log-in-end" disabled={own || end.isPending}>
              {t("admin.log_in_end")}
            </button>
          </Popconfirm>
        </div>
      )}
      {end.isError && <ReadFailure error={end.error} />}
    </li>
  );
}

function ToldOnce({ told, close }: { told: Told; close: () => void }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  // Without HTTPS a browser has no clipboard: then the text is there to be marked.
  const copy = async () => {
    await navigator.clipboard?.writeText(`${told.login}  ${told.password}`);
    setCopied(true);
  };
  return (
    <div className="dk-told" role="status" data-testid="told-once">
      <p>{t("admin.told_once", { login: told.login })}</p>
      <code data-testid="told-password">{told.password}</code>
      <div className="an-row">
        {navigator.clipboard && (
          <button type="button" className="an-button" onClick={() => void copy()}>
            {t(copied ? "admin.copied" : "admin.copy")}
          </button>
        )}
        <button type="button" className="an-link" onClick={close}>
          {t("admin.told_close")}
        </button>
      </div>
    </div>
  );
}

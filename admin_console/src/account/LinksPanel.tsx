/** Identities of the organisation that open this account; shown only where there are providers. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { account, type ProviderName } from "@/account/api";
import { SecretFault, SecretForm } from "@/account/Secret";
import { moment } from "@/time/format";

export function LinksPanel() {
  const { t } = useTranslation();
  const links = useQuery({ queryKey: ["account", "links"], queryFn: account.links });
  const [linking, setLinking] = useState<ProviderName>();
  const end = useMutation({ mutationFn: account.endLink, onSuccess: () => void links.refetch() });
  if (!links.data || !(links.data.providers.length || links.data.items.length)) return null;
  const linked = new Set(links.data.items.map((item) => item.key));
  return (
    <section className="an-panel" data-testid="account-links">
      <h2>{t("account.links")}</h2>
      <ul className="ac-list">
        {links.data.items.map((item) => (
          <li key={item.key + item.subject}>
            <span>
              <b>{item.title}</b>
              <small>{t("account.linked", { at: moment(item.linked_at), subject: item.subject })}</small>
            </span>
            <button type="button" className="an-link" onClick={() => end.mutate(item.key)}>
              {t("account.unlink")}
            </button>
          </li>
        ))}
      </ul>
      {end.isError && <SecretFault error={end.error} />}
      {!linking &&
        links.data.providers
          .filter((provider) => !linked.has(provider.key))
          .map((provider) => (
            <button key={provider.key} type="button" className="an-button" data-testid={`link-${provider.key}`} onClick={() => setLinking(provider)}>
              {t("account.link", { title: provider.title })}
            </button>
          ))}
      {linking && (
        <SecretForm
          testid="link-form"
          action={t("account.next")}
          cancel={() => setLinking(undefined)}
          asks={[{ key: "password", label: t("account.password_now"), help: t("account.password_why") }]}
          send={async ({ password }) => location.assign((await account.beginLink(linking.key, password ?? "")).address)}
        />
      )}
    </section>
  );
}

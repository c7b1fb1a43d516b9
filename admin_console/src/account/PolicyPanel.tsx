/** Which roles must show a second factor: set by the tenant's administrators. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { policy } from "@/account/api";
import { SecretFault } from "@/account/Secret";

export function PolicyPanel() {
  const { t } = useTranslation();
  const current = useQuery({ queryKey: ["account", "policy"], queryFn: policy.read });
  const roles = useQuery({ queryKey: ["roles"], queryFn: policy.roles });
  const [chosen, setChosen] = useState<string[]>();
  const save = useMutation({
    mutationFn: policy.set,
    onSuccess: () => {
      setChosen(undefined);
      void current.refetch();
    },
  });
  if (!current.data || !roles.data) return null;
  const now = chosen ?? current.data.second_factor_roles;
  const toggle = (key: string) => setChosen(now.includes(key) ? now.filter((each) => each !== key) : [...now, key]);
  return (
    <section className="an-panel" data-testid="account-policy">
      <h2>{t("account.policy")}</h2>
      <p className="an-help">{t("account.policy_why")}</p>
      <ul className="ac-roles">
        {roles.data.items.map((role) => (
          <li key={role.key}>
            <label>
              <input type="checkbox" checked={now.includes(role.key)} data-testid={`policy-${role.key}`} onChange={() => toggle(role.key)} />
              {role.title}
            </label>
          </li>
        ))}
      </ul>
      {save.isError && <SecretFault error={save.error} />}
      <button type="button" className="an-button an-button-primary" data-testid="policy-save" disabled={!chosen || save.isPending} onClick={() => chosen && save.mutate(chosen)}>
        {t("account.save")}
      </button>
    </section>
  );
}

/** In place of all pages while the tenant asks for a second factor that this session has not shown. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { account } from "@/account/api";
import { SecondFactorPanel } from "@/account/SecondFactorPanel";
import "@/account/account.css";
import { Loaded } from "@/problem/Stand";
import { useSessionChange } from "@/session/session";

export default function SecondFactorGate() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { leave } = useSessionChange();
  const mine = useQuery({ queryKey: ["account", "mine"], queryFn: account.read });
  const changed = () => {
    void mine.refetch();
    void client.invalidateQueries({ queryKey: ["session"] });
  };
  return (
    <main className="ac-page ac-gate" data-testid="factor-gate">
      <h1>{t("account.gate")}</h1>
      <p>{t("account.gate_why")}</p>
      <Loaded of={mine}>{(found) => <SecondFactorPanel state={found.second_factor} changed={changed} />}</Loaded>
      <button type="button" className="an-link" onClick={() => void leave()}>
        {t("login.leave")}
      </button>
    </main>
  );
}

/** The phone entry: antd-mobile, hash routes, no antd. */
import "@/phone/oldWebviews";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { unstableSetRender } from "antd-mobile";
import { createRoot } from "react-dom/client";
import { HashRouter } from "react-router";
import { Refused } from "@/api/client";
import { startTranslation } from "@/i18n/setup";
import { PhoneApp } from "@/phone/PhoneApp";
import { keepShell } from "@/phone/shell";
import { applyTokens } from "@/theme/tokens";
import "@/theme/shared.css";
import "@/form/form.css";
import "@/problem/problem.css";
import "@/phone/phone.css";

// antd-mobile's toasts mount themselves; React 19 has only createRoot for that.
unstableSetRender((node, container) => {
  const root = createRoot(container);
  root.render(node);
  return () => Promise.resolve().then(() => root.unmount());
});
applyTokens("phone");
startTranslation();
const client = new QueryClient({
  defaultOptions: {
    queries: { retry: (count, error) => !(error instanceof Refused) && count < 1, networkMode: "always" },
    mutations: { networkMode: "always" },
  },
});
keepShell();
createRoot(document.getElementById("root")!).render(
  <QueryClientProvider client={client}>
    <HashRouter>
      <PhoneApp />
    </HashRouter>
  </QueryClientProvider>,
);

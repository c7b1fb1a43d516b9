/** The desk entry: antd, path routes. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { Refused } from "@/api/client";
import { DeskApp } from "@/desktop/DeskApp";
import { addDeskTexts } from "@/i18n/deskTexts";
import { startTranslation } from "@/i18n/setup";
import { leadPhonesOn } from "@/notify/fromMail";
import { applyTokens } from "@/theme/tokens";
import "@/theme/shared.css";
import "@/form/form.css";
import "@/problem/problem.css";
import "@/desktop/desk.css";
import "@/lists/palette.css";

leadPhonesOn();
applyTokens("desk");
startTranslation();
addDeskTexts();
const client = new QueryClient({
  defaultOptions: {
    queries: { retry: (count, error) => !(error instanceof Refused) && count < 1, networkMode: "always" },
    mutations: { networkMode: "always" },
  },
});
createRoot(document.getElementById("root")!).render(
  <QueryClientProvider client={client}>
    <BrowserRouter>
      <DeskApp />
    </BrowserRouter>
  </QueryClientProvider>,
);

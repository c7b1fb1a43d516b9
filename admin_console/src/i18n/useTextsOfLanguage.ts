/** What the server says is in the person's language too: after a switch everything is read again. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

export function useTextsOfLanguage(): void {
  const { i18n } = useTranslation();
  const client = useQueryClient();
  const shown = useRef(i18n.language);
  useEffect(() => {
    if (shown.current === i18n.language) return;
    shown.current = i18n.language;
    void client.invalidateQueries();
  }, [client, i18n.language]);
}

/** Starts translation: Chinese unless the person chose otherwise; the server is asked in the same language. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { speak } from "@/api/client";
import { en } from "@/i18n/en";
import { zhCN } from "@/i18n/zh-CN";

const KEPT = "anshu.language";
export type Language = "zh-CN" | "en";

export function startTranslation(): void {
  const kept = localStorage.getItem(KEPT);
  const language: Language = kept === "en" ? "en" : "zh-CN";
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "zh-CN",
    resources: { "zh-CN": { translation: zhCN }, en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  tell(language);
}
/** The server's texts are read again by `useTextsOfLanguage`. */
export async function switchLanguage(): Promise<void> {
  const next: Language = i18next.language === "en" ? "zh-CN" : "en";
  localStorage.setItem(KEPT, next);
  tell(next);
  await i18next.changeLanguage(next);
}
function tell(language: Language): void {
  speak(language);
  document.documentElement.lang = language;
  document.title = (language === "en" ? en : zhCN).app.name;
}

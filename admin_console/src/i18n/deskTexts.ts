/** Texts of the desk alone: they are added to the catalogue there, so that phones need not load them. */
import i18next from "i18next";
import { deskEn } from "@/i18n/desk.en";
import { deskZhCN } from "@/i18n/desk.zh-CN";

export function addDeskTexts(): void {
  i18next.addResourceBundle("zh-CN", "translation", deskZhCN, true, true);
  i18next.addResourceBundle("en", "translation", deskEn, true, true);
}

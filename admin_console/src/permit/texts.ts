/** Texts of permits: added to the catalogue by the pages that speak them, so that a report need not load them. */
import i18next from "i18next";
import { permitEn } from "@/i18n/permit.en";
import { permitZhCN } from "@/i18n/permit.zh-CN";

let added = false;
export function addPermitTexts(): void {
  if (added) return;
  added = true;
  i18next.addResourceBundle("zh-CN", "translation", permitZhCN, true, true);
  i18next.addResourceBundle("en", "translation", permitEn, true, true);
}

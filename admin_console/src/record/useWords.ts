/** What a record's type calls the things that every record has; the general names otherwise. */
import { useTranslation } from "react-i18next";
import { useRecord } from "@/record/useRecord";

type Word = "reporter" | "created_at" | "captured_at" | "closed_at" | "elapsed" | "elements";

export function useWords({ type, id }: { type: string; id: string }): (word: Word) => string {
  const { t } = useTranslation();
  const own = useRecord(type, id).definition.data?.words;
  return (word) => own?.[word] ?? t(`record.${word}`);
}

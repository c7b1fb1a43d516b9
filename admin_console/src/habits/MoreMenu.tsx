/** 更多: everything that can be done with a record beside its outcomes. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordDetail } from "@/api/types";
import { Overlay } from "@/habits/Overlay";
import type { Habit } from "@/habits/types";
import { Skeleton } from "@/problem/Stand";
import "@/habits/habits.css";

const HabitForm = lazy(() => import("@/habits/HabitForm").then((made) => ({ default: made.HabitForm })));
const ORDER = ["reassign", "add_signer", "urge", "copy", "withdraw"];

type Props = { record: RecordDetail; told: (text: string) => void };
export function MoreMenu({ record, told }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [habit, setHabit] = useState<Habit>();
  const close = () => {
    setOpen(false);
    setHabit(undefined);
  };
  const offered = [...(record.habits ?? [])].sort((a, b) => ORDER.indexOf(a.key) - ORDER.indexOf(b.key));
  if (!offered.length) return null;
  return (
    <>
      <button type="button" className="an-button an-button-more" data-testid="more" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t("habit.more")}
      </button>
      {open && (
        <Overlay title={habit ? t(`habit.${habit.key}`) : t("habit.more")} close={close}>
          {!habit && (
            <ul className="an-habit-list">
              {offered.map((each) => (
                <li key={`${each.key}${each.task ?? ""}`}>
                  <button type="button" data-testid={`more-${each.key}`} onClick={() => setHabit(each)}>
                    <b>{t(`habit.${each.key}`)}</b>
                    <span>{t(`habit.hint_${each.key}`)}</span>
                  </button>
                </li>
              ))}
            </ul>
          )}
          {habit && (
            <Suspense fallback={<Skeleton />}>
              <HabitForm
                record={record}
                habit={habit}
                done={(text) => {
                  close();
                  told(text);
                }}
              />
            </Suspense>
          )}
        </Overlay>
      )}
    </>
  );
}

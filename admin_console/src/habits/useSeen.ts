/** Tells the server once that a person for whom the task waits has opened it: then it cannot be taken back. */
import { useEffect } from "react";
import type { RecordDetail } from "@/api/types";
import { habits } from "@/habits/calls";

const told = new Set<string>();

export function useSeen(record: RecordDetail): void {
  const { type, id } = record;
  const task = record.actions[0]?.task;
  useEffect(() => {
    if (!task || told.has(task) || document.hidden) return;
    told.add(task);
    // Not seen by the server's book is no harm: the next look tells it again.
    habits.see({ type, id }, task).catch(() => told.delete(task));
  }, [type, id, task]);
}

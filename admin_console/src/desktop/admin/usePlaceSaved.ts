/** Saves one field of an area or an equipment from the plan, on top of its newest version. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Refused } from "@/api/client";
import { records } from "@/api/endpoints";
import type { Problem, RecordData } from "@/api/types";
import { newId } from "@/capture/ids";

export function usePlaceSaved(type: "area" | "equipment", id: string, done: () => void) {
  const client = useQueryClient();
  const [trouble, setTrouble] = useState<Problem | "unsent">();
  const [sending, setSending] = useState(false);
  const save = async (data: RecordData) => {
    setSending(true);
    setTrouble(undefined);
    try {
      // Only this field goes out, so what others changed meanwhile stays as they left it.
      const { version } = await records.read(type, id);
      const after = await records.change(type, id, { command_id: newId(), version, data });
      client.setQueryData(["record", type, id], after);
      await Promise.all(["geofences", "plans", "rows", "timeline", "setup"].map((key) => client.invalidateQueries({ queryKey: [key] })));
      done();
    } catch (error) {
      setTrouble(error instanceof Refused ? error.problem : "unsent");
    } finally {
      setSending(false);
    }
  };
  return { save, trouble, sending };
}

/** Where the phone is while a page that is signed at the place stands open; undefined at the desk or without a fix. */
import { useEffect, useState } from "react";
import type { LocationValue } from "@/api/types";
import { locate } from "@/capture/position";
import { isPhone } from "@/theme/tokens";

/** An older fix would be refused: whoever reads a permit for a while has not left its place. */
const ANEW_MS = 120_000;

export function useHere(wanted: boolean): LocationValue | undefined {
  const [here, setHere] = useState<LocationValue>();
  useEffect(() => {
    if (!wanted || !isPhone()) return;
    let ended = false;
    // Without a fix the field below says why, and what to do.
    const look = (anew: boolean) => void locate(anew).then((at) => !ended && setHere(at), () => undefined);
    look(false);
    const again = setInterval(() => look(true), ANEW_MS);
    return () => {
      ended = true;
      clearInterval(again);
    };
  }, [wanted]);
  return here;
}

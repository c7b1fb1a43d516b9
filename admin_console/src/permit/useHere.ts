/** Where the phone is when a page that is signed at the place opens; undefined at the desk or without a fix. */
import { useEffect, useState } from "react";
import type { LocationValue } from "@/api/types";
import { locate } from "@/capture/position";
import { isPhone } from "@/theme/tokens";

export function useHere(wanted: boolean): LocationValue | undefined {
  const [here, setHere] = useState<LocationValue>();
  useEffect(() => {
    if (!wanted || !isPhone()) return;
    let ended = false;
    // Without a fix the field below says why, and what to do.
    locate().then((at) => !ended && setHere(at), () => undefined);
    return () => {
      ended = true;
    };
  }, [wanted]);
  return here;
}

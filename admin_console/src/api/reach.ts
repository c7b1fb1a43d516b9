/** Whether the server answers: what the last call found, and what the device says of its network. */
import { useSyncExternalStore } from "react";

let reachable = typeof navigator === "undefined" || navigator.onLine !== false;
const listeners = new Set<() => void>();

export function reached(answered: boolean): void {
  if (reachable === answered) return;
  reachable = answered;
  listeners.forEach((tell) => tell());
}
export const isReachable = (): boolean => reachable;
export function useReachable(): boolean {
  return useSyncExternalStore((listener) => {
    const off = () => reached(false);
    listeners.add(listener);
    window.addEventListener("offline", off);
    return () => {
      listeners.delete(listener);
      window.removeEventListener("offline", off);
    };
  }, isReachable);
}

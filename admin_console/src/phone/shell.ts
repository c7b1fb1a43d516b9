/** Keeps the pages of this entry for a start without a signal, where the browser allows it (https).
 *
 * Nothing is sent by the worker: the queue drains without it, also in old webviews and on plain http. */
const KEEP_AFTER_MS = 3_000;

export function keepShell(): void {
  if (import.meta.env.DEV || !("serviceWorker" in navigator)) return;
  const keep = () => navigator.serviceWorker.register("/m/shell.js", { scope: "/m/" }).catch(() => undefined); // a certificate of one's own
  // A bad signal first serves the person; the pages are kept once they are shown.
  window.addEventListener("load", () => setTimeout(() => void keep(), KEEP_AFTER_MS));
}

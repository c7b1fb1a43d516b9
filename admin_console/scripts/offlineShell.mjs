/** A Vite plugin: writes m/shell.js, the worker that keeps the phone entry's own files and nothing else. */
import { createHash } from "node:crypto";

const WORKER = `/* Keeps the phone's pages for a start without a signal. Data is never kept and nothing is sent here. */
const NAME = "anshu-shell-VERSION";
const FILES = LIST;
self.addEventListener("install", (event) => event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting())));
self.addEventListener("activate", (event) =>
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("anshu-shell-") && name !== NAME).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  ),
);
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  // The page is asked for anew while there is a signal; its parts are called by their content.
  if (event.request.mode === "navigate")
    event.respondWith(fetch(event.request).catch(() => caches.match("/m/")));
  else if (address.pathname.startsWith("/assets/") || address.pathname.startsWith("/m/"))
    event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
});
`;

export function offlineShell(entry) {
  return {
    name: "anshu-offline-shell",
    apply: "build",
    generateBundle(_options, bundle) {
      const files = new Set(["/m/", "/m/icon.svg", "/m/manifest.webmanifest"]);
      const seen = new Set();
      const take = (name) => {
        const chunk = bundle[name];
        if (!chunk || chunk.type !== "chunk" || seen.has(name)) return;
        seen.add(name);
        files.add(`/${name}`);
        chunk.viteMetadata?.importedCss.forEach((css) => files.add(`/${css}`));
        [...chunk.imports, ...chunk.dynamicImports].forEach(take);
      };
      const first = Object.values(bundle).find((chunk) => chunk.type === "chunk" && chunk.isEntry && chunk.facadeModuleId?.endsWith(entry));
      if (!first) throw new Error(`no entry ${entry}`);
      take(first.fileName);
      const list = JSON.stringify([...files].sort());
      const version = createHash("sha256").update(list).digest("hex").slice(0, 12);
      this.emitFile({ type: "asset", fileName: "m/shell.js", source: WORKER.replace("VERSION", version).replace("LIST", list) });
    },
  };
}

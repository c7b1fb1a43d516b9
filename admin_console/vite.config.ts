/** Two entries, one build: the desk (index.html) and the phone (m/index.html). */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { offlineShell } from "./scripts/offlineShell.mjs";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const api = process.env.ANSHU_API ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react(), offlineShell("m/index.html")],
  resolve: { alias: { "@": here("./src") } },
  server: { proxy: { "/api": api } },
  build: {
    target: "chrome87", // old Android webviews in the field
    cssTarget: "chrome87",
    modulePreload: { polyfill: true },
    chunkSizeWarningLimit: 1200,
    rollupOptions: { input: { desk: here("./index.html"), phone: here("./m/index.html") } },
  },
});

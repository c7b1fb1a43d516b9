import { beforeEach, expect, it, vi } from "vitest";
import { Unreachable } from "@/api/client";
import type { UploadAnnouncement } from "@/api/types";

const server = vi.hoisted(() => ({ received: 0, size: 0, sent: 0, failAt: -1 }));
vi.mock("@/api/endpoints", () => ({
  uploads: {
    begin: async () => ({ hash: "h", bytes: server.size, offset: server.received, complete: false }),
    append: async (_hash: string, offset: number, raw: Blob) => {
      server.sent += raw.size;
      if (server.failAt >= 0 && offset >= server.failAt) {
        server.failAt = -1;
        throw new Unreachable();
      }
      if (offset === server.received) server.received += raw.size;
      return { hash: "h", bytes: server.size, offset: server.received, complete: false };
    },
    finish: async () => ({ hash: "h", bytes: server.received }),
  },
}));
const { sendInPieces } = await import("@/capture/resume");

const announced: UploadAnnouncement = { sha256: "h", bytes: 0, purpose: "photo", captured_at: "", sent_at: "" };
beforeEach(() => Object.assign(server, { received: 0, size: 3_000_000, sent: 0, failAt: -1 }));

it("goes on from where an interruption left it and sends no byte that had arrived", async () => {
  const file = new Blob([new Uint8Array(3_000_000)]);
  server.failAt = 700_000;
  await expect(sendInPieces(file, announced, () => undefined)).rejects.toBeInstanceOf(Unreachable);
  const arrived = server.received;
  expect(arrived).toBeGreaterThan(0);
  server.sent = 0;
  expect((await sendInPieces(file, announced, () => undefined)).bytes).toBe(3_000_000);
  expect(server.sent).toBe(3_000_000 - arrived);
});
it("stops when another tab is ahead instead of turning in circles", async () => {
  server.received = 0;
  const stuck = vi.spyOn((await import("@/api/endpoints")).uploads, "append").mockResolvedValue({ hash: "h", bytes: 9, offset: 0, complete: false });
  await expect(sendInPieces(new Blob(["123456789"]), announced, () => undefined)).rejects.toBeInstanceOf(Unreachable);
  stuck.mockRestore();
});

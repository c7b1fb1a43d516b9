import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sha256, sha256Plain } from "@/capture/sha256";

test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 70_001])("the plain sum equals the platform's for %i bytes", (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + 7) & 255);
  expect(sha256Plain(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
});

test("the sum of the web platform equals node's", async () => {
  const bytes = new TextEncoder().encode("隐患");
  expect(await sha256(bytes.buffer as ArrayBuffer)).toBe(createHash("sha256").update(bytes).digest("hex"));
});

/** While recovery codes are shown, the second factor is said to be in use. */
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { NewCodes } from "@/account/SecondFactorPanel";

test("with new recovery codes the factor is on, whatever was read before", () => {
  const before = { confirmed: false, shown: false, required: true, recovery_left: 0 };
  const page = renderToStaticMarkup(createElement(NewCodes, { state: before, codes: ["a1b2-c3d4"], noted: () => undefined }));
  expect(page).toContain("account.on");
  expect(page).not.toContain("account.off");
  expect(page).not.toContain("account.factor_required");
  expect(page).toContain("a1b2-c3d4");
});

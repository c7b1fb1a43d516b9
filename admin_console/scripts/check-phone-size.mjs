/** The phone entry's first load stays within 300 KB gzip of JavaScript and brings no antd. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 300 * 1024;
const page = readFileSync("dist/m/index.html", "utf8");
const scripts = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map((found) => found[1]);
const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(`dist${path}`)).length, 0);
const withAntd = scripts.filter((path) => /"ant-(btn|table|select)"|ant-table-/.test(readFileSync(`dist${path}`, "utf8")));
console.log(`phone entry: ${(bytes / 1024).toFixed(0)} KB gzip in ${scripts.length} files`);
if (!scripts.length || bytes > LIMIT_BYTES || withAntd.length) {
  console.error(`limit ${LIMIT_BYTES / 1024} KB; antd found in: ${withAntd.join(", ") || "none"}`);
  process.exit(1);
}

/** Refuses bare Chinese in TSX, missing or unused texts, files over 250 lines, and foreign hosts in dist. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const CAP = 250;
const faults = [];
const sources = walk("src").filter((path) => /\.(tsx?|css)$/.test(path));

for (const path of sources) {
  const text = readFileSync(path, "utf8");
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
  if (path.endsWith(".tsx") && /[\u3400-\u9fff\uff00-\uffef]/.test(code)) faults.push(`${path}: Chinese outside the catalogue`);
  if (!path.includes("i18n") && !path.endsWith("schema.gen.d.ts") && text.split("\n").length > CAP) faults.push(`${path}: over ${CAP} lines`);
}
checkTexts();
if (existsSync("dist")) checkHosts();
if (faults.length) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`sources ok (${sources.length} files${existsSync("dist") ? ", dist without foreign hosts" : ""})`);

/** Every literal key is in the catalogue; every key of the catalogue is spoken somewhere. */
function checkTexts() {
  const keys = new Set(["zh-CN", "desk.zh-CN", "permit.zh-CN"].flatMap((name) => [...catalogueKeys(readFileSync(`src/i18n/${name}.ts`, "utf8"))]));
  const code = sources.filter((path) => !path.includes("i18n")).map((path) => readFileSync(path, "utf8")).join("\n");
  for (const [, key] of code.matchAll(/\b(?:t|say)\(\s*"([\w.]+)"/g)) if (!keys.has(key)) faults.push(`text ${key} is missing`);
  const stems = [...code.matchAll(/`([\w]+\.[\w]*)\$\{/g)].map((found) => found[1]);
  for (const key of keys)
    if (!code.includes(`"${key}"`) && !stems.some((stem) => key.startsWith(stem))) faults.push(`text ${key} is never used`);
}
function catalogueKeys(text) {
  const keys = new Set();
  let group = "";
  for (const line of text.split("\n")) {
    group = /^ {2}(\w+): \{/.exec(line)?.[1] ?? group;
    const rest = line.replace(/^ {2}\w+: \{/, "").replace(/"(?:[^"\\]|\\.)*"/g, '""');
    if (group) for (const [, key] of rest.matchAll(/(\w+): ""/g)) keys.add(`${group}.${key}`);
  }
  return keys;
}

/** Addresses that only name a namespace or sit in a library's error text are never fetched (jsdelivr: the default of zxing-wasm, which is given our own file; a journey looks for foreign requests). */
function checkHosts() {
  const NAMED_ONLY = /^(www\.w3\.org|reactjs\.org|react\.dev|reactrouter\.com|(?:www|react)\.i18next\.com|locize\.com|www\.locize\.com|ant\.design|mobile\.ant\.design|u\.ant\.design|tanstack\.com|github\.com|localhost|a|b|example\.com|fb\.me|fastly\.jsdelivr\.net)$/;
  for (const path of walk("dist").filter((name) => /\.(js|css|html|webmanifest)$/.test(name))) {
    const text = readFileSync(path, "utf8");
    for (const [, host] of text.matchAll(/https?:\/\/([\w.-]+)/g)) if (!NAMED_ONLY.test(host)) faults.push(`${path}: foreign host ${host}`);
    if (/(?:src|href)=["'](?:https?:)?\/\//.test(text) && path.endsWith(".html")) faults.push(`${path}: loads from another host`);
  }
}
function walk(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

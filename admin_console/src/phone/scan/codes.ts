/** What a code on a label or a number typed by hand leads to. */

export type Code = { kind: "equipment" | "area"; id: string } | { kind: "number"; text: string } | { kind: "foreign"; text: string };

/** Labels carry `<base>/m/#/e/<id>` or `/a/<id>`; only the id counts, a plant's address may change. */
export function codeOf(text: string): Code {
  const plain = text.normalize("NFKC").trim();
  const found = /#\/([ea])\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/i.exec(plain);
  if (found) return { kind: found[1]!.toLowerCase() === "e" ? "equipment" : "area", id: found[2]!.toLowerCase() };
  // Other plants' systems print addresses too: those are not numbers of ours.
  return /^[a-z]+:\/\//i.test(plain) || plain.length > 60 ? { kind: "foreign", text: plain } : { kind: "number", text: plain };
}

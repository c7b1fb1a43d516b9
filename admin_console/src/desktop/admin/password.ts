/** A password that nobody chose: 12 characters that cannot be mistaken for each other, in groups. */

const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

export function madePassword(): string {
  const places: string[] = [];
  // Bytes beyond the last whole alphabet are thrown away, so that every letter is as likely.
  const limit = 256 - (256 % LETTERS.length);
  while (places.length < 12) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte !== undefined && byte < limit) places.push(LETTERS[byte % LETTERS.length]!);
  }
  return [0, 4, 8].map((from) => places.slice(from, from + 4).join("")).join("-");
}

/** A link in a mail opened on a phone leads on to the phone's own entry. */

const NARROW = 720;

/** Where a phone should go instead, or nothing when the desk is right. */
export function phoneAddress(path: string, search: string, width: number): string | undefined {
  if (!new URLSearchParams(search).has("from") || width > NARROW) return undefined;
  return path.startsWith("/record/") ? `/m/#${path}` : "/m/";
}

export function leadPhonesOn(): void {
  const there = phoneAddress(location.pathname, location.search, window.innerWidth);
  if (there) location.replace(there);
}

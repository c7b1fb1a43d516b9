/** The records that this person opened lately on this machine. */
export interface Recent {
  to: string;
  title: string;
  note: string;
}
const MOST = 8;

export function recentOf(owner: string): Recent[] {
  try {
    return JSON.parse(localStorage.getItem(`anshu.recent.${owner}`) ?? "[]") as Recent[];
  } catch {
    return [];
  }
}
export function remember(owner: string, opened: Recent): void {
  const others = recentOf(owner).filter((each) => each.to !== opened.to);
  localStorage.setItem(`anshu.recent.${owner}`, JSON.stringify([opened, ...others].slice(0, MOST)));
}

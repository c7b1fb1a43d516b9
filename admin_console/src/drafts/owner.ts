/** Who works on this device now: one person in one tenant; what is kept is kept in their name. */

let owner = "";
export const ownerNow = (): string => owner;
export function setOwner(next: string): void {
  owner = next;
}

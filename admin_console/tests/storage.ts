/** A device for unit tests: IndexedDB and localStorage in memory, no browser. */
import "fake-indexeddb/auto";

const kept = new Map<string, string>();
const storage: Storage = {
  get length() {
    return kept.size;
  },
  clear: () => kept.clear(),
  getItem: (key) => kept.get(key) ?? null,
  key: (index) => [...kept.keys()][index] ?? null,
  removeItem: (key) => void kept.delete(key),
  setItem: (key, value) => void kept.set(key, value),
};
Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });

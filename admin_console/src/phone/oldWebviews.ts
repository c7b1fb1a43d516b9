/** The few things libraries expect that Chrome 87-class webviews lack. Imported before everything else. */

function provide(owner: object, name: string, value: unknown): void {
  if (!(name in owner)) Object.defineProperty(owner, name, { value, writable: true, configurable: true });
}

function at(this: ArrayLike<unknown>, index: number): unknown {
  const whole = Math.trunc(index) || 0;
  return this[whole < 0 ? this.length + whole : whole];
}
provide(Array.prototype, "at", at);
provide(String.prototype, "at", at);
provide(Object, "hasOwn", (owner: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(owner, key));
provide(Array.prototype, "findLast", function <T>(this: T[], test: (item: T, index: number) => boolean) {
  for (let i = this.length - 1; i >= 0; i--) if (test(this[i]!, i)) return this[i];
  return undefined;
});
provide(globalThis, "structuredClone", (value: unknown) => JSON.parse(JSON.stringify(value)));

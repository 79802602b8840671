/**
 * The three functions of the Reflect Metadata proposal that @peculiar/x509 looks for when it is loaded: its dependency container keeps the
 * parameters of classes by them. Only what is missing is added, so that a whole polyfill may stand in their place.
 */
const kept = new WeakMap<object, Map<unknown, unknown>>();

const functions = {
  defineMetadata: (key: unknown, value: unknown, target: object): void => {
    const ofTarget = kept.get(target) ?? new Map<unknown, unknown>();
    kept.set(target, ofTarget.set(key, value));
  },
  getMetadata: (key: unknown, target: object): unknown => kept.get(target)?.get(key),
  getOwnMetadata: (key: unknown, target: object): unknown => kept.get(target)?.get(key),
};

export function supplyReflectMetadata(): void {
  for (const [name, value] of Object.entries(functions)) {
    if (!(name in Reflect)) Object.defineProperty(Reflect, name, { value, configurable: true, writable: true });
  }
}

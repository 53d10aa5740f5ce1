/** The smallest possible subscription list: who listens is told, in order of joining. */

export interface Emitter<T> {
  /** Returns the function that ends the subscription. */
  on(listener: (value: T) => void): () => void;
  emit(value: T): void;
  readonly size: number;
}

export function createEmitter<T>(): Emitter<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit(value) {
      for (const listener of [...listeners]) listener(value);
    },
    get size() {
      return listeners.size;
    },
  };
}

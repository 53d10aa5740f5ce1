/** Loads a part of the program until it is there: the node it comes from may be restarting. Never rejects. */

const AGAIN_AFTER_MS = 1_500;

export async function patiently<Part>(load: () => Promise<Part>, afterMs = AGAIN_AFTER_MS): Promise<Part> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, afterMs));
    }
  }
}

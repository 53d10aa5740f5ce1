/** Bursts of news, told once. */

const CALM_MS = 16;

/**
 * A subscription whose listener is called at most once a frame, with the last news always told. Facts come one by one,
 * hundreds in a burst after a cut; a screen that rendered for each would fall behind until React gives it up.
 */
export function calmly(subscribe: (listener: () => void) => () => void): (listener: () => void) => () => void {
  return (listener) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      listener();
    };
    const end = subscribe(() => {
      timer ??= setTimeout(tell, CALM_MS);
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  };
}

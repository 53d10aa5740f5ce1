/** Hands something to the person as a file. */

export function saveFile(name: string, value: object): void {
  saveBlob(name, new Blob([JSON.stringify(value, null, 2)], { type: "application/json" }));
}

export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Until then the browser has taken the file, or never will. */
const FORGET_AFTER_MS = 60_000;

/** Gives a text to the browser as a download. Begins with the mark by which spreadsheets know UTF-8. */
export function handOverText(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob(['\uFEFF', text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, FORGET_AFTER_MS);
}

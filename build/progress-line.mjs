const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const SPIN_EVERY_MS = 120;
const LINE_EVERY_MS = 10_000;

/**
 * Shows that something long is going on, on stderr: one turning line on a terminal, a line every ten seconds elsewhere.
 * @param {string} text
 * @param {NodeJS.WriteStream} [stream]
 * @returns {(ending: string) => void} Call it once, with how it ended.
 */
export function showProgress(text, stream = process.stderr) {
  const startMs = Date.now();
  const seconds = () => Math.round((Date.now() - startMs) / 1000);
  const onTerminal = stream.isTTY;
  let turns = 0;
  const draw = () => {
    const line = `${text} … ${seconds()} s`;
    stream.write(onTerminal ? `\r\x1b[2K${SPINNER[turns++ % SPINNER.length]} ${line}` : `${line}\n`);
  };
  if (onTerminal) draw();
  else stream.write(`${text} …\n`);
  const timer = setInterval(draw, onTerminal ? SPIN_EVERY_MS : LINE_EVERY_MS);
  return (ending) => {
    clearInterval(timer);
    stream.write(`${onTerminal ? '\r\x1b[2K' : ''}${text}: ${ending} (${seconds()} s)\n`);
  };
}

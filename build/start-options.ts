export type StartOptions =
  | { readonly ok: true; readonly shell: 'electron' | 'browser' | undefined; readonly rest: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/** Takes `--shell NAME` (or `--shell=NAME`) out of the arguments of a start; the rest goes to the shell untouched. */
export function takeShellOption(args: readonly string[]): StartOptions {
  const rest: string[] = [];
  let shell: 'electron' | 'browser' | undefined;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg !== '--shell' && !arg.startsWith('--shell=')) {
      rest.push(arg);
      continue;
    }
    const value = arg === '--shell' ? args[++index] : arg.slice('--shell='.length);
    if (value !== 'electron' && value !== 'browser') return { ok: false, problem: '--shell takes electron or browser.' };
    shell = value;
  }
  return { ok: true, shell, rest };
}

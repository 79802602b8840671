export type StartOptions =
  | {
      readonly ok: true;
      readonly shell: 'electron' | 'browser' | undefined;
      /** Whether the shop's own cloud is started beside the till. */
      readonly cloud: boolean;
      /** The data folder, where one is named; it is among `rest` too. */
      readonly data: string | undefined;
      readonly rest: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

/** Takes `--shell NAME` (or `--shell=NAME`) and `--no-cloud` out of the arguments of a start; the rest goes to the shell untouched. */
export function takeStartOptions(args: readonly string[]): StartOptions {
  const rest: string[] = [];
  let shell: 'electron' | 'browser' | undefined;
  let cloud = true;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--no-cloud') {
      cloud = false;
      continue;
    }
    if (arg !== '--shell' && !arg.startsWith('--shell=')) {
      rest.push(arg);
      continue;
    }
    const value = arg === '--shell' ? args[++index] : arg.slice('--shell='.length);
    if (value !== 'electron' && value !== 'browser') return { ok: false, problem: '--shell takes electron or browser.' };
    shell = value;
  }
  return { ok: true, shell, cloud, data: optionOf(rest, '--data'), rest };
}

function optionOf(args: readonly string[], name: string): string | undefined {
  const joined = args.find((arg) => arg.startsWith(`${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 1);
  const at = args.indexOf(name);
  return at === -1 ? undefined : args[at + 1];
}

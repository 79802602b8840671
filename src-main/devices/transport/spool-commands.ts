/** A program with its arguments, given to it as they are and not through a shell. */
export interface SpoolCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Both say by their exit code, 0, that all went well. `print` reads the job from its standard input. */
export interface SpoolCommands {
  /** Is there a queue of that name? */
  readonly check: SpoolCommand;
  readonly print: SpoolCommand;
}

const TITLE = 'Contacto';
const QUEUE_VARIABLE = 'CONTACTO_PRINT_QUEUE';

/**
 * How a queue is reached on that system. Linux and macOS: CUPS, `lp(1)` and `lpstat(1)`, with `-o raw` so that no filter touches the bytes.
 * Windows: the spooler's own functions with the data type RAW, after Microsoft's "How to send raw data to a printer by using Visual C#"
 * (KB 322091), through PowerShell, which every Windows has.
 */
export function spoolCommands(queue: string, platform: NodeJS.Platform): SpoolCommands {
  if (platform === 'win32') return { check: powershell(queue, WINDOWS_CHECK), print: powershell(queue, WINDOWS_PRINT) };
  // The queue is an argument of its own and comes after its option, so that no name can be taken for one.
  return {
    check: { file: 'lpstat', args: ['-a', queue], env: {} },
    print: { file: 'lp', args: ['-d', queue, '-o', 'raw', '-t', TITLE, '-s'], env: {} },
  };
}

/** The queue's name goes in through the environment: whatever stands in it, it is never part of a script. */
function powershell(queue: string, script: string): SpoolCommand {
  const encoded = Buffer.from(script, 'utf16le').toString('base64');
  return {
    file: 'powershell.exe',
    args: ['-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand', encoded],
    env: { [QUEUE_VARIABLE]: queue },
  };
}

const WINDOWS_SPOOLER = `
$ErrorActionPreference = 'Stop'
Add-Type -TypeDefinition @'
using System;
using System.Runtime.InteropServices;
public static class Spooler {
  [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
  public class DocInfo {
    [MarshalAs(UnmanagedType.LPWStr)] public string Name;
    [MarshalAs(UnmanagedType.LPWStr)] public string OutputFile;
    [MarshalAs(UnmanagedType.LPWStr)] public string DataType;
  }
  [DllImport("winspool.drv", EntryPoint = "OpenPrinterW", CharSet = CharSet.Unicode, SetLastError = true)]
  public static extern bool OpenPrinter(string name, out IntPtr printer, IntPtr defaults);
  [DllImport("winspool.drv", SetLastError = true)] public static extern bool ClosePrinter(IntPtr printer);
  [DllImport("winspool.drv", EntryPoint = "StartDocPrinterW", CharSet = CharSet.Unicode, SetLastError = true)]
  public static extern int StartDocPrinter(IntPtr printer, int level, [In] DocInfo document);
  [DllImport("winspool.drv", SetLastError = true)] public static extern bool EndDocPrinter(IntPtr printer);
  [DllImport("winspool.drv", SetLastError = true)] public static extern bool WritePrinter(IntPtr printer, byte[] bytes, int count, out int written);
}
'@
$printer = [IntPtr]::Zero
if (-not [Spooler]::OpenPrinter($env:${QUEUE_VARIABLE}, [ref]$printer, [IntPtr]::Zero)) { exit 2 }
`;

const WINDOWS_CHECK = `${WINDOWS_SPOOLER}
[void][Spooler]::ClosePrinter($printer)
exit 0
`;

const WINDOWS_PRINT = `${WINDOWS_SPOOLER}
$memory = New-Object System.IO.MemoryStream
[Console]::OpenStandardInput().CopyTo($memory)
$bytes = $memory.ToArray()
$document = New-Object Spooler+DocInfo
$document.Name = '${TITLE}'
$document.DataType = 'RAW'
$written = 0
$ok = [Spooler]::StartDocPrinter($printer, 1, $document) -ne 0
if ($ok) {
  $ok = [Spooler]::WritePrinter($printer, $bytes, $bytes.Length, [ref]$written) -and $written -eq $bytes.Length
  $ok = [Spooler]::EndDocPrinter($printer) -and $ok
}
[void][Spooler]::ClosePrinter($printer)
if ($ok) { exit 0 } else { exit 3 }
`;

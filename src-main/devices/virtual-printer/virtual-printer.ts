import { parseReceiptQr } from '../../../src-shared/receipt/receipt-qr.ts';
import { bytesOf } from '../codec/ascii.ts';
import { type EscPosOperation, EscPosReader } from '../codec/escpos/reader.ts';
import type { PrinterProfile } from '../profiles/printer-profile.ts';
import { Paper, type PaperPage, textOfPage } from './paper.ts';
import { type RenderedPage, renderPage } from './render-page.ts';

const MAX_PAGES = 20;
/** A real printer's buffer is smaller and then takes no more; this one hangs up. */
const MAX_HELD_OPERATIONS = 200_000;

/**
 * What it can be told to suffer. `silent` prints and says nothing, `paper-low` prints and says so; the others hold everything back until they are mended, as the real ones
 * do, and answer `DLE EOT` all the while.
 */
export type VirtualFault = 'none' | 'offline' | 'paper-out' | 'cover-open' | 'cutter' | 'paper-low' | 'silent';

/** What the practice drawer does once a pulse has sprung it open: it is pushed shut at once, or it stays open until it is told to shut. */
export type VirtualDrawer = 'shuts' | 'stays-open';

export interface VirtualPage {
  readonly pageId: string;
  /** The receipt's number when its QR tells it, else the first line of text. */
  readonly title: string;
  readonly printedAt: string;
  readonly page: PaperPage;
  readonly render: () => Promise<RenderedPage>;
}

export interface VirtualLink {
  receive(bytes: Uint8Array): void;
  disconnect(): void;
}

export interface VirtualPrinterOptions {
  readonly profile: PrinterProfile;
  readonly fontsFolder: string;
  /** The present, ISO 8601. */
  readonly now: () => string;
  /** A page came out, or the drawer sprang open. */
  readonly onChange?: () => void;
}

/** A printer without hardware that obeys and answers the same bytes: for practice, for the demo shop, and for every test of printing. */
export class VirtualPrinter {
  private readonly reader: EscPosReader;
  private readonly paper: Paper;
  private readonly options: VirtualPrinterOptions;
  private fault: VirtualFault = 'none';
  private held: EscPosOperation[] = [];
  private kept: VirtualPage[] = [];
  private pageCount = 0;
  private pulses = 0;
  private drawer: VirtualDrawer = 'shuts';
  private drawerIsOpen = false;
  private answer: ((bytes: Uint8Array) => void) | null = null;
  private automaticStatus = false;

  constructor(options: VirtualPrinterOptions) {
    this.options = options;
    this.reader = new EscPosReader(options.profile.codePages);
    this.paper = new Paper(options.profile.columns, (page) => {
      this.keep(page);
    });
  }

  /** Null while somebody else is connected: one connection, one job. */
  connect(answer: (bytes: Uint8Array) => void): VirtualLink | null {
    if (this.answer !== null) return null;
    this.answer = answer;
    return {
      receive: (bytes) => {
        if (this.answer === answer) this.receive(bytes);
      },
      disconnect: () => {
        if (this.answer === answer) this.disconnect();
      },
    };
  }

  /** Takes effect at once; mended, it prints what it was holding back. */
  suffer(fault: VirtualFault): void {
    this.fault = fault;
    if (this.automaticStatus) this.reply(this.automaticBytes());
    if (this.holdsBack()) return;
    const held = this.held;
    this.held = [];
    for (const operation of held) this.perform(operation);
  }

  /** Told to shut, an open drawer is pushed shut. The pin is high while it is open. */
  setDrawer(behaviour: VirtualDrawer): void {
    this.drawer = behaviour;
    if (behaviour === 'shuts') this.drawerIsOpen = false;
    if (this.automaticStatus) this.reply(this.automaticBytes());
  }

  get profile(): PrinterProfile {
    return this.options.profile;
  }

  get suffering(): VirtualFault {
    return this.fault;
  }

  /** Newest first. */
  pages(limit: number): readonly VirtualPage[] {
    return this.kept.slice(0, limit);
  }

  get drawerOpenings(): number {
    return this.pulses;
  }

  private receive(bytes: Uint8Array): void {
    for (const operation of this.reader.push(bytes)) {
      if (operation.kind === 'ask-status') this.reply([this.realTimeByte(operation.n)]);
      else if (!this.holdsBack()) this.perform(operation);
      else if (this.held.length < MAX_HELD_OPERATIONS) this.held.push(operation);
      else this.disconnect();
    }
  }

  private disconnect(): void {
    this.answer = null;
    this.automaticStatus = false;
    this.reader.reset();
    if (this.options.profile.cutter === 'none' && !this.holdsBack()) this.paper.tearOff();
  }

  private perform(operation: EscPosOperation): void {
    if (operation.kind === 'initialise') this.automaticStatus = false;
    if (operation.kind === 'confirm') {
      // Without a knife the paper is torn off by hand, once it is still.
      if (this.options.profile.cutter === 'none') this.paper.tearOff();
      this.reply([this.fault === 'paper-low' ? 0x03 : 0x00]);
      return;
    }
    if (operation.kind === 'ask-name') {
      // Epson, "GS I": 66 asks for the maker, 67 for the model; both are answered with `_`, the text and NUL.
      this.reply([0x5f, ...bytesOf(operation.n === 66 ? 'Contacto' : 'Practice printer'), 0]);
      return;
    }
    if (operation.kind === 'automatic-status') {
      this.automaticStatus = operation.mask !== 0;
      if (this.automaticStatus) this.reply(this.automaticBytes());
      return;
    }
    if (operation.kind === 'drawer-pulse') {
      this.pulses += 1;
      this.drawerIsOpen = this.drawer === 'stays-open';
      if (this.automaticStatus) this.reply(this.automaticBytes());
      this.options.onChange?.();
      return;
    }
    this.paper.apply(operation);
  }

  private holdsBack(): boolean {
    return this.fault !== 'none' && this.fault !== 'silent' && this.fault !== 'paper-low';
  }

  private reply(bytes: readonly number[]): void {
    if (this.fault !== 'silent') this.answer?.(Uint8Array.from(bytes));
  }

  private realTimeByte(n: number): number {
    if (n === 1) return 0x12 | (this.drawerIsOpen ? 0x04 : 0) | (this.holdsBack() ? 0x08 : 0);
    if (n === 2 && this.fault === 'cover-open') return 0x12 | 0x04;
    if (n === 2 && this.fault === 'paper-out') return 0x12 | 0x20;
    if (n === 3 && this.fault === 'cutter') return 0x12 | 0x08;
    if (n === 4 && this.fault === 'paper-out') return 0x12 | 0x60;
    return n === 4 && this.fault === 'paper-low' ? 0x12 | 0x0c : 0x12;
  }

  private automaticBytes(): readonly number[] {
    const first = 0x10 | (this.drawerIsOpen ? 0x04 : 0) | (this.holdsBack() ? 0x08 : 0) | (this.fault === 'cover-open' ? 0x20 : 0);
    const paper = this.fault === 'paper-out' ? 0x0c : this.fault === 'paper-low' ? 0x03 : 0;
    return [first, this.fault === 'cutter' ? 0x08 : 0, paper, 0];
  }

  private keep(page: PaperPage): void {
    this.pageCount += 1;
    let rendered: Promise<RenderedPage> | null = null;
    const { profile, fontsFolder, now, onChange } = this.options;
    const render = (): Promise<RenderedPage> => (rendered ??= renderPage(page, profile.widthDots, fontsFolder));
    this.kept = [{ pageId: String(this.pageCount), title: titleOf(page), printedAt: now(), page, render }, ...this.kept].slice(
      0,
      MAX_PAGES,
    );
    onChange?.();
  }
}

function titleOf(page: PaperPage): string {
  for (const strip of page) {
    const identity = strip.kind === 'qr' ? parseReceiptQr(strip.data) : null;
    if (identity !== null) return identity.receiptNumber;
  }
  return (
    textOfPage(page)
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}

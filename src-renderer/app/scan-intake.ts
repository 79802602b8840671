import { useEffect, useSyncExternalStore } from 'react';
import type { TerminalEvent } from '../../src-shared/contract/terminal-api.ts';
import { hasScanEntries, hasScanTakers, routeScan, type Scanned, watchScanEntries } from '../scanning/scan-takers.ts';
import { watchWedge } from '../scanning/wedge-intake.ts';
import { showDeviceScan, takeCode, takeUnreadable } from '../screens/sell/sell-actions.ts';
import { putTillOff } from '../screens/till/till-offer.ts';
import { call, useTerminal } from '../state/terminal-store.ts';
import { playSound } from './sounds.ts';

/** A claim is renewed this often. It lapses after `SCAN_CLAIM_LEASE_MS` in main, so that one renewal may be lost. */
const RENEW_CLAIM_AFTER_MS = 4_000;

/** What the technician taught the till of the scanners that type. */
const learntScanners = () => useTerminal.getState().terminal?.settings?.wedgeScanners ?? [];

/** Tells this screen from the others of the same till. */
const screenId = crypto.randomUUID();

/** A scan of whichever scanner: to the part of the screen that takes codes, else onto the ticket. */
export function takeScan(scanned: Scanned): void {
  const routed = routeScan(scanned);
  if (routed === 'refused') playSound('refused');
  if (routed !== 'free') return;
  if (!isSelling(useTerminal.getState())) {
    playSound('refused');
    return;
  }
  // Goods that are rung up are seen, also where the till was still to be opened.
  putTillOff();
  if (scanned.kind === 'unreadable') takeUnreadable();
  else void takeCode(scanned.text, scanned.source, scanned.symbology);
}

function isSelling({ terminal }: ReturnType<typeof useTerminal.getState>): boolean {
  return terminal?.setup === 'done' && terminal.person !== null;
}

/**
 * Takes every scan that is typed, from any screen and over any dialog, while someone is at the till or a part of the screen asks for codes;
 * and keeps the terminal told whether the scans of its own scanners are to be offered to this screen first.
 */
export function useScanner(): void {
  const isTill = useTerminal(isSelling);
  const isConnected = useTerminal(({ connection }) => connection === 'open');
  const isAsked = useSyncExternalStore(watchScanEntries, hasScanTakers);
  const hasSay = useSyncExternalStore(watchScanEntries, hasScanEntries);
  const isListening = isTill || isAsked;
  useEffect(() => {
    if (!isListening) return undefined;
    return watchWedge(
      window,
      (scan) => {
        takeScan(scan.kind === 'unreadable' ? scan : { kind: 'read', text: scan.text, symbology: null, source: 'wedge' });
      },
      learntScanners,
    );
  }, [isListening]);
  useEffect(() => {
    if (!hasSay || !isConnected) return undefined;
    const claim = () => void call('scan.claim', { screenId });
    claim();
    const renewal = window.setInterval(claim, RENEW_CLAIM_AFTER_MS);
    return () => {
      window.clearInterval(renewal);
      void call('scan.release', { screenId });
    };
  }, [hasSay, isConnected]);
}

/** A scan of a scanner that main listens to: shown where main has rung it up, routed where it offers it to this screen. */
export async function hearDeviceScan(event: Extract<TerminalEvent, { readonly kind: 'scan' }>): Promise<void> {
  const { result, text, symbology, source } = event;
  if (result.kind !== 'offered') {
    putTillOff();
    showDeviceScan(result);
    return;
  }
  if (result.screenId !== screenId) return;
  // Exactly one of the two acts on it: once main has given it away it does not ring it up itself.
  const accepted = await call('scan.accept', { offerId: result.offerId });
  if (accepted.ok) takeScan({ kind: 'read', text, symbology, source });
}

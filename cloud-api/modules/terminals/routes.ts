import type { Response } from 'express';
import { enrolmentText } from '../../../src-shared/contract/enrolment-text.ts';
import { TERMINALS_ROUTES } from '../../../src-shared/contract/terminals-routes.ts';
import { asMerchant } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import { implement, type OfficeCaller, type RequestFacts, type ServedRoute } from '../../platform/routes.ts';
import { audit } from '../audit/service.ts';
import { listCommands, sendCommand } from './commands.ts';
import { listDiagnostics, readDiagnostics } from './diagnostics.ts';
import { changeTerminal, findTerminal, listTerminals, setStanding } from './manage.ts';
import { createEnrolmentCode, lockOpenStore, type TerminalParts } from './service.ts';

interface Parts extends Pick<TerminalParts, 'database' | 'now'> {
  /** Where terminals reach the cloud; null where nobody has said, and it is where the caller has reached it. */
  readonly publicUrl: string | null;
}

/** What the back office does with terminals. */
export function terminalsRoutes(parts: Parts): readonly ServedRoute[] {
  const { database } = parts;
  const of = ({ caller, params }: { readonly caller: OfficeCaller; readonly params: { readonly terminalId: string } }) => ({
    merchantId: caller.merchantId,
    terminalId: params.terminalId,
  });
  return implement(TERMINALS_ROUTES, {
    terminals: ({ caller, query }) => listTerminals(database, caller.merchantId, query),
    terminal: (call) => findTerminal(database, of(call)),
    makeEnrolmentCode: (call) => makeEnrolmentCode(parts, call),
    changeTerminal: (call) => changeTerminal(parts, of(call), call.body, call),
    suspendTerminal: (call) => setStanding(parts, of(call), 'suspended', call),
    resumeTerminal: (call) => setStanding(parts, of(call), 'active', call),
    revokeTerminal: (call) => setStanding(parts, of(call), 'revoked', call),
    sendCommand: (call) => sendCommand(parts, of(call), call.body.command, call),
    commands: (call) => listCommands(database, of(call), call.query),
    diagnosticsFiles: (call) => listDiagnostics(database, of(call)),
    diagnosticsFile: async (call) => {
      const { fileName, content } = await readDiagnostics(database, of(call), call.params.commandId);
      return (response: Response): Promise<void> => {
        response.type('application/gzip').attachment(fileName).send(Buffer.from(content));
        return Promise.resolve();
      };
    },
  });
}

/** @throws Problem `not-found` for a store, or a terminal to be replaced, that there is none of. */
async function makeEnrolmentCode(
  parts: Parts,
  call: {
    readonly caller: OfficeCaller;
    readonly request: RequestFacts;
    readonly body: { readonly storeId: string; readonly terminalName: string; readonly replaces: string | null };
  },
): Promise<{ readonly code: string; readonly expiresAt: string; readonly qrText: string }> {
  const { caller, request, body } = call;
  const { merchantId } = caller;
  await asMerchant(parts.database, merchantId, async (tx) => {
    await lockOpenStore(tx, merchantId, body.storeId);
    if (body.replaces !== null) {
      const old = await tx
        .selectFrom('terminal')
        .select('terminal_id')
        .where('merchant_id', '=', merchantId)
        .where('terminal_id', '=', body.replaces)
        .executeTakeFirst();
      if (old === undefined) throw new Problem('not-found', { replaces: body.replaces });
    }
    await audit(tx, call, { act: 'terminal.code-made', subject: body.replaces ?? body.storeId, after: body }, parts.now());
  });
  const { code, expiresAt } = await createEnrolmentCode(parts, { merchantId, ...body });
  const cloudUrl = parts.publicUrl ?? `http://${request.header('host') ?? ''}`;
  return { code, expiresAt: expiresAt.toISOString(), qrText: enrolmentText({ cloudUrl, code }) };
}

import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import type { WrittenLetter } from './letter.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 30_000;

export interface MailTransport {
  /** `id` is the same for the same letter however often it is sent: a letter box may know it again. */
  send(letter: WrittenLetter & { readonly id: string; readonly to: string }): Promise<void>;
  close(): void;
}

/** Sends by SMTP, or without a server for it keeps each letter as an `.eml` file that any mail program opens. */
export function createMailTransport(mail: { readonly smtpUrl: string | null; readonly from: string }, folder: string): MailTransport {
  return mail.smtpUrl === null ? toFolder(mail.from, folder) : toServer(mail.from, mail.smtpUrl);
}

function toServer(from: string, url: string): MailTransport {
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
  });
  return {
    send: async ({ id, ...letter }) => {
      await transport.sendMail({ ...messageOf(letter), from, messageId: `<${id}@contacto>` });
    },
    close: () => {
      transport.close();
    },
  };
}

function toFolder(from: string, folder: string): MailTransport {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    send: async ({ id, ...letter }) => {
      const { message } = await transport.sendMail({ ...messageOf(letter), from, messageId: `<${id}@contacto>` });
      if (!Buffer.isBuffer(message)) throw new Error('The letter did not come as bytes');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, `${id}.eml`);
      // Whoever watches the folder sees whole letters only.
      await writeFile(`${path}.part`, message, { mode: 0o600 });
      await rename(`${path}.part`, path);
    },
    close: () => undefined,
  };
}

/** An address is one address: as an object it is never parsed as a list. */
function messageOf({ to, subject, text, html }: WrittenLetter & { readonly to: string }) {
  return { to: { name: '', address: to }, subject, text, html };
}

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CUSTOMER_PATH } from '../src-shared/contract/customer-screen.ts';
import './ui/base.css';
import { App } from './app/app.tsx';
import { followKeyboard } from './app/keyboard-in-use.ts';
import { applyPreferences } from './app/preferences.ts';
import { hearDeviceScan } from './app/scan-intake.ts';
import { connectTerminal } from './client/connect-terminal.ts';
import { startI18n } from './i18n/i18n.ts';
import { CustomerApp } from './screens/customer/customer-app.tsx';
import { attachTerminal } from './state/terminal-store.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

startI18n();
applyPreferences();
followKeyboard(window);
const isCustomers = location.pathname === CUSTOMER_PATH;
if (!isCustomers) {
  const client = connectTerminal();
  attachTerminal(client);
  client.onEvent((event) => {
    if (event.kind === 'scan') void hearDeviceScan(event);
  });
}
createRoot(root).render(<StrictMode>{isCustomers ? <CustomerApp /> : <App />}</StrictMode>);

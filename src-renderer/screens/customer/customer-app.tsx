import { useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import type { CustomerScreen } from '../../../src-shared/contract/customer-screen.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { connectCustomer } from '../../client/connect-customer.ts';
import { showLanguage } from '../../i18n/i18n.ts';
import { MoneyFormatProvider } from '../../ui/money-format.tsx';
import styles from './customer-app.module.css';
import { Paid } from './paid.tsx';
import { Ticket } from './ticket.tsx';
import { Welcome } from './welcome.tsx';

function View({ screen }: { readonly screen: CustomerScreen }) {
  const { view, shop, paymentQr } = screen;
  if (view.kind === 'idle') return <Welcome shop={shop} />;
  return view.kind === 'paid' ? <Paid view={view} shop={shop} /> : <Ticket view={view} paymentQr={paymentQr} />;
}

/**
 * The screen that faces the customer: what she buys, what it comes to, what is left and what she gets back; the shop's pictures between two
 * sales. It only hears: there is nothing on it to touch, and nothing to type into.
 */
export function CustomerApp() {
  const [screen, setScreen] = useState<CustomerScreen | null>(null);
  useEffect(() => {
    connectCustomer(setScreen);
  }, []);
  const language = screen?.shop.language ?? null;
  useEffect(() => {
    if (language !== null) showLanguage(language);
  }, [language]);
  // Without a line to the till nothing is shown rather than a total that may no longer hold.
  if (screen === null || language === null) return <div className={styles.frame} />;
  const { currency, digits, shownDecimals } = screen.shop;
  return (
    <I18nProvider locale={language}>
      <MoneyFormatProvider currency={currency} digits={digits} shownDecimals={shownDecimals} language={language}>
        <main className={styles.frame}>
          <h1 className="visually-hidden">{textIn(screen.shop.name, language)}</h1>
          <View screen={screen} />
        </main>
      </MoneyFormatProvider>
    </I18nProvider>
  );
}

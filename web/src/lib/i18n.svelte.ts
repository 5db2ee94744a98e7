import { en, type Messages } from './messages/en';

/** The languages of the page. One that misses a message does not compile. */
export const LOCALES = { en: 'English', de: 'Deutsch' } as const;
export type Locale = keyof typeof LOCALES;

const KEY = 'tapedeck.locale';
const loaders: Record<Locale, () => Promise<Messages>> = {
  en: async () => en,
  de: async () => (await import('./messages/de')).de,
};

/** The language that is shown, and its messages. */
export const i18n = $state({ locale: 'en' as Locale, m: en as Messages });

function isLocale(text: string | null | undefined): text is Locale {
  return text !== null && text !== undefined && text in LOCALES;
}

/** Shows what was chosen before, else the first of the browser's languages that there is. */
export async function startLocale(): Promise<void> {
  const chosen = localStorage.getItem(KEY);
  const liked = navigator.languages.map((one) => one.slice(0, 2)).find(isLocale);
  await show(isLocale(chosen) ? chosen : (liked ?? 'en'));
}

export async function chooseLocale(locale: Locale): Promise<void> {
  localStorage.setItem(KEY, locale);
  await show(locale);
}

async function show(locale: Locale): Promise<void> {
  i18n.m = await loaders[locale]();
  i18n.locale = locale;
  document.documentElement.lang = locale;
}

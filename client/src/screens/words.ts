// The words of the phone in Danish and English, and how times and numbers are
// written. A key that does not exist is an error when the program is built.

import danish from '../words/da.json';
import english from '../words/en.json';

export type Language = 'da' | 'en';
export type Key = keyof typeof danish;
type Values = Record<string, string | number>;

const languages: Record<Language, Record<string, string>> = { da: danish, en: english };
let spoken: Language = 'da';

/** Which language is spoken now. */
export function language(): Language {
  return spoken;
}

/** Changes the language of all that is written from now on. */
export function speak(l: Language): void {
  spoken = l;
  document.documentElement.lang = l;
}

/** The text of a key, with {name} replaced. */
export function t(key: Key, values: Values = {}): string {
  return say(key, values);
}

/** The text of a key as it is for a number: key.one or key.other. */
export function tn(key: string, n: number, values: Values = {}): string {
  return say(`${key}.${n === 1 ? 'one' : 'other'}`, { n, ...values });
}

/** The text of a key that ends in something known only when it runs; the fallback where there is none. */
export function told(start: string, end: string, fallback = ''): string {
  return languages[spoken][start + end] ?? fallback;
}

function say(key: string, values: Values): string {
  const text = languages[spoken][key];
  if (text === undefined) return `‹${key}›`;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

const two = (n: number): string => String(n).padStart(2, '0');

/** "14.30" in Danish, "14:30" in English. */
export function clock(at: Date | string): string {
  const d = typeof at === 'string' ? new Date(at) : at;
  if (Number.isNaN(d.getTime())) return '';
  return `${two(d.getHours())}${spoken === 'da' ? '.' : ':'}${two(d.getMinutes())}`;
}

/** A time of day as a form keeps it, "14.30", as it is read: "14:30" in English. */
export function read(time: string): string {
  return spoken === 'da' ? time : time.replace('.', ':');
}

/** "14.30–16.30". */
export function span(from: string, to: string): string {
  return to ? `${clock(from)}–${clock(to)}` : clock(from);
}

/** "Torsdag 1. oktober 2026". */
export function longDate(at: Date | string): string {
  const d = typeof at === 'string' ? new Date(at) : at;
  const text = new Intl.DateTimeFormat(spoken === 'da' ? 'da-DK' : 'en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(d);
  return spoken === 'da' ? text.replace(' den ', ' ') : text;
}

/** "tors. 1. okt." */
export function shortDate(at: Date | string): string {
  const d = typeof at === 'string' ? new Date(at) : at;
  return new Intl.DateTimeFormat(spoken === 'da' ? 'da-DK' : 'en-GB', { weekday: 'short', day: 'numeric', month: 'short' }).format(d).replace(' den ', ' ');
}

/** Running time with a colon, "4:31", so that it is never taken for a clock. */
export function running(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`;
}

/** The first letter large, for a date that begins a line. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

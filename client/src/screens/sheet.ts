// What a form holds while it is being filled in. The names are those that the
// desk uses for the same questions, so that what is begun on the phone is found
// at the desk and the other way round.

type Watcher = (name: string) => void;

/** Yes and no as the desk writes them. */
export const yes = 'ja';
export const no = 'nej';

export class Sheet {
  private readonly values = new Map<string, string>();
  private readonly watchers: Watcher[] = [];
  private touched = false;

  constructor(start: Record<string, string | undefined> = {}) {
    for (const [name, value] of Object.entries(start)) if (value) this.values.set(name, value);
  }

  get(name: string): string {
    return this.values.get(name) ?? '';
  }

  /** What was typed or chosen by the person; those who watch are told. */
  set(name: string, value: string): void {
    if (this.get(name) === value) return;
    this.values.set(name, value);
    this.touched = true;
    for (const tell of this.watchers) tell(name);
  }

  /** Several values of one name. */
  many(name: string): string[] {
    return this.get(name).split('\n').filter((v) => v !== '');
  }

  /** Yes, no, or not answered. */
  answer(name: string): boolean | undefined {
    const value = this.get(name);
    return value === yes ? true : value === no ? false : undefined;
  }

  /** A whole number, 0 where there is none. */
  number(name: string): number {
    const n = Number.parseInt(this.get(name), 10);
    return Number.isFinite(n) && n > 0 ? n : 0;
  }

  /** Whether something stands there besides spaces. */
  has(...names: string[]): boolean {
    return names.some((name) => this.get(name).trim() !== '');
  }

  /** Whether the person has changed anything since it was begun or handed in. */
  get changedSince(): boolean {
    return this.touched;
  }

  /** It was handed in as it stands. */
  settle(): void {
    this.touched = false;
  }

  /** Lays what was kept earlier over what stands; nobody is told. */
  lay(fields: Record<string, string>): void {
    for (const [name, value] of Object.entries(fields)) this.values.set(name, value);
  }

  watch(tell: Watcher): void {
    this.watchers.push(tell);
  }

  /** Everything, as a draft carries it. */
  all(): Record<string, string> {
    return Object.fromEntries(this.values);
  }

  /** Those of these names that hold something, for what is sent. */
  texts<K extends string>(...names: K[]): Partial<Record<K, string>> {
    const out: Partial<Record<K, string>> = {};
    for (const name of names) {
      const text = this.get(name).trim();
      if (text !== '') out[name] = text;
    }
    return out;
  }
}

/** "ja", "nej" or nothing. */
export function yesNo(answer: boolean | null | undefined): string {
  return answer === true ? yes : answer === false ? no : '';
}

/** The clock of an instant as the desk writes it, "14.30". */
export function clockOf(at: string | undefined): string {
  if (!at) return '';
  const d = new Date(at);
  return Number.isNaN(d.getTime()) ? '' : `${String(d.getHours()).padStart(2, '0')}.${String(d.getMinutes()).padStart(2, '0')}`;
}

/** An instant on a day, from "14.30"; empty where there is no time. */
export function instant(day: Date, time: string): string {
  const m = /^(\d{1,2})[.:](\d{2})$/.exec(time.trim());
  if (!m) return '';
  const at = new Date(day);
  at.setHours(Number(m[1]), Number(m[2]), 0, 0);
  return withOffset(at);
}

/** RFC 3339 with the phone's offset. */
export function withOffset(at: Date): string {
  const two = (n: number): string => String(Math.floor(Math.abs(n))).padStart(2, '0');
  const off = -at.getTimezoneOffset();
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}` +
    `${off < 0 ? '-' : '+'}${two(off / 60)}:${two(off % 60)}`;
}

/** The day of an instant in the phone's own zone, "2026-10-01". */
export function dayOf(at: Date): string {
  return withOffset(at).slice(0, 10);
}

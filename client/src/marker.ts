// A mark outside of the storage that a browser may empty: that this phone was known,
// and how many entries it had made. It names nobody.
const name = 'samspil_phone_was'
const year = 365 * 24 * 60 * 60

export function leaveMark(device: string, entries: number): void {
  write(`${encodeURIComponent(device)}.${entries}`, year)
}

export const forgetMark = (): void => write('', 0)

export const wasHere = (): boolean => document.cookie.split('; ').some((c) => c.startsWith(name + '=') && c.length > name.length + 1)

function write(value: string, age: number): void {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  document.cookie = `${name}=${value}; Max-Age=${age}; Path=/telefon; SameSite=Strict${secure}`
}

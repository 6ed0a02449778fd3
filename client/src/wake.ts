// Keeping the screen awake while coding, and a short buzz where there is one.
interface Lock { release(): Promise<void>; addEventListener(name: 'release', told: () => void): void }

export class Wake {
  private wanted = false
  private lock: Lock | undefined

  constructor() {
    // The browser lets go when the page is out of sight.
    globalThis.document?.addEventListener('visibilitychange', () => { if (this.wanted && document.visibilityState === 'visible') void this.take() })
  }

  async keep(on: boolean): Promise<boolean> {
    this.wanted = on
    if (on) return this.take()
    await this.lock?.release().catch(() => {})
    this.lock = undefined
    return false
  }

  private async take(): Promise<boolean> {
    if (this.lock) return true
    try {
      const lock: Lock = await navigator.wakeLock.request('screen')
      this.lock = lock
      lock.addEventListener('release', () => { if (this.lock === lock) this.lock = undefined })
      return true
    } catch {
      return false
    }
  }
}

export function buzz(): void {
  try {
    navigator.vibrate?.(15)
  } catch { /* not on this phone */ }
}

import type { Core } from '../core'

// open shows the screens as soon as the core is there.
export function open(starting: Promise<Core>, body: HTMLElement): void {
  starting.then((core) => { body.dataset['phase'] = core.phase }, () => { body.dataset['phase'] = 'failed' })
}

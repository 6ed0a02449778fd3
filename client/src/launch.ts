import type { Core } from './core'

export async function launch(): Promise<Core> {
  throw new Error('not there yet')
}

// The phone's own key. It signs and cannot be taken out of the browser.
import { type Raw, fromBase64, toBase64, utf8 } from './bytes'
import { Pool } from './seal'
import { type PublicKey, SealInfo } from './wire'

export interface Device {
  id: string
  name: string // what its owner calls the phone
  key: CryptoKey // private, ECDSA P-256, not extractable
  receipts: PublicKey // pinned when the phone was enrolled
}

const curve = { name: 'ECDSA', namedCurve: 'P-256' }

export interface FreshKey { private: CryptoKey; point: Raw }

export async function newKey(): Promise<FreshKey> {
  const pair = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']) as CryptoKeyPair
  return { private: pair.privateKey, point: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) }
}

// Pools holds what is prepared for the cases' keys.
export class Pools {
  private readonly pools = new Map<string, Pool>()

  of(key: PublicKey): Pool {
    const name = key.kid + ' ' + key.public
    let pool = this.pools.get(name)
    if (!pool) {
      pool = new Pool(fromBase64(key.public), utf8(SealInfo + key.kid))
      this.pools.set(name, pool)
    }
    return pool
  }
}

// A name for this life of the page.
export const newLife = (): string => toBase64(crypto.getRandomValues(new Uint8Array(9)))

// Sealing: what is entered can be read by the holder of the case's key and not by
// the phone. HPKE in base mode (RFC 9180): DHKEM(P-256, HKDF-SHA256), HKDF-SHA256,
// AES-256-GCM; one fresh key for each entry.
import { type Raw, bigEndian, join, utf8 } from './bytes'

const kem = join(utf8('KEM'), bigEndian(0x0010, 2))
const hpke = join(utf8('HPKE'), bigEndian(0x0010, 2), bigEndian(0x0001, 2), bigEndian(0x0002, 2))
const version = utf8('HPKE-v1')
const nothing: Raw = new Uint8Array(0)
const curve = { name: 'ECDH', namedCurve: 'P-256' }

// One encapsulation: it seals once.
export interface Prepared {
  e: Raw // 65 bytes, to travel with the ciphertext
  key: CryptoKey
  nonce: Raw
}

export const importRecipient = (point: Raw): Promise<CryptoKey> => crypto.subtle.importKey('raw', point, curve, true, [])

// prepare does all that does not depend on what is sealed.
export async function prepare(recipient: CryptoKey, point: Raw, info: Raw): Promise<Prepared> {
  return encapsulate(await crypto.subtle.generateKey(curve, false, ['deriveBits']) as CryptoKeyPair, recipient, point, info)
}

// encapsulate is prepare with a given key of its own; only tests give one.
export async function encapsulate(own: CryptoKeyPair, recipient: CryptoKey, point: Raw, info: Raw): Promise<Prepared> {
  const e = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey))
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: recipient }, own.privateKey, 256))
  const secret = await agree(shared, join(e, point))
  const { key, nonce } = await schedule(secret, info)
  return { e, key: await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']), nonce }
}

export async function seal(p: Prepared, plain: Raw, aad: Raw): Promise<Raw> {
  return new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: p.nonce, additionalData: aad }, p.key, plain))
}

// agree is ExtractAndExpand of the key encapsulation.
export async function agree(shared: Raw, context: Raw): Promise<Raw> {
  const prk = await extract(kem, nothing, 'eae_prk', shared)
  return expand(kem, prk, 'shared_secret', context, 32)
}

// schedule is the key schedule of base mode.
export async function schedule(shared: Raw, info: Raw): Promise<{ key: Raw; nonce: Raw }> {
  const [pskHash, infoHash, secret] = await Promise.all([
    extract(hpke, nothing, 'psk_id_hash', nothing),
    extract(hpke, nothing, 'info_hash', info),
    extract(hpke, shared, 'secret', nothing),
  ])
  const context = join(bigEndian(0, 1), pskHash, infoHash)
  const [key, nonce] = await Promise.all([expand(hpke, secret, 'key', context, 32), expand(hpke, secret, 'base_nonce', context, 12)])
  return { key, nonce }
}

// LabeledExtract.
export const extract = (suite: Raw, salt: Raw, label: string, material: Raw): Promise<Raw> =>
  hmac(salt, join(version, suite, utf8(label), material))

// LabeledExpand, up to 32 bytes.
export async function expand(suite: Raw, prk: Raw, label: string, info: Raw, size: number): Promise<Raw> {
  const first = await hmac(prk, join(bigEndian(size, 2), version, suite, utf8(label), info, bigEndian(1, 1)))
  return first.slice(0, size)
}

async function hmac(secret: Raw, message: Raw): Promise<Raw> {
  // An empty key is refused by some browsers; zeros are the same to HMAC.
  const material = secret.length > 0 ? secret : new Uint8Array(32)
  const key = await crypto.subtle.importKey('raw', material, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, message))
}

// Pool holds prepared encapsulations for one case, so that a tap waits for as
// little as possible.
export class Pool {
  private ready: Prepared[] = []
  private filling: Promise<void> | undefined
  private recipient: Promise<CryptoKey>

  constructor(private readonly point: Raw, private readonly info: Raw, private readonly size = 8) {
    this.recipient = importRecipient(point)
    this.recipient.catch(() => {})
  }

  async take(): Promise<Prepared> {
    const one = this.ready.pop() ?? (await prepare(await this.recipient, this.point, this.info))
    void this.fill()
    return one
  }

  // fill makes the pool full; screens call it before coding begins.
  fill(): Promise<void> {
    this.filling ??= this.more().finally(() => { this.filling = undefined })
    return this.filling
  }

  private async more(): Promise<void> {
    try {
      while (this.ready.length < this.size) this.ready.push(await prepare(await this.recipient, this.point, this.info))
    } catch {
      // take says what is wrong with the key.
    }
  }
}

// pad fills JSON with spaces to a multiple of the block, so that its size says little.
export function pad(json: string, block: number): Raw {
  const bytes = utf8(json)
  const out = new Uint8Array(Math.max(1, Math.ceil(bytes.length / block)) * block).fill(0x20)
  out.set(bytes)
  return out
}

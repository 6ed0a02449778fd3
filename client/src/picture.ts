// A picture: drawn anew, so that what the camera wrote beside it (where and when) is
// gone; sealed under a key of its own; sent in pieces, which go on where they stopped.
import { type Raw, random, sha256, toBase64, utf8 } from './bytes'
import { Refused, call } from './net'
import type { PictureRow } from './store'
import { FileWords, MostFile, Piece, type Picture } from './wire'

const longestSide = 1600 // pixels
const qualities = [0.85, 0.7, 0.5, 0.3]
const type = 'image/jpeg'

// redraw makes a plain picture of a photo.
export async function redraw(photo: Blob): Promise<Raw> {
  const image = await createImageBitmap(photo)
  const scale = Math.min(1, longestSide / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  image.close()
  for (const quality of qualities) {
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, quality))
    if (!blob) break
    if (blob.size <= MostFile - 16) return new Uint8Array(await blob.arrayBuffer())
  }
  throw new Error('the picture cannot be drawn')
}

// sealPicture seals a picture; words says what it shows.
export async function sealPicture(plain: Raw, words: string): Promise<{ row: PictureRow; picture: Picture }> {
  const secret = random(32)
  const key = await crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt'])
  const sealing = { name: 'AES-GCM', iv: new Uint8Array(12), additionalData: utf8(FileWords) }
  const bytes = new Uint8Array(await crypto.subtle.encrypt(sealing, key, plain))
  const digest = toBase64(await sha256(bytes))
  return { row: { digest, bytes, have: 0 }, picture: { digest, size: bytes.length, key: toBase64(secret), type, words } }
}

interface Received { have: number }

// sendPicture sends what the server does not have yet; kept is told how far it came.
export async function sendPicture(row: PictureRow, kept: (row: PictureRow) => Promise<void>): Promise<void> {
  let stuck = 0
  while (row.have < row.bytes.length) {
    const piece = row.bytes.slice(row.have, row.have + Piece)
    const path = `/v1/files/${row.digest}?offset=${row.have}&size=${row.bytes.length}`
    let have: number
    try {
      have = (await call<Received>('PUT', path, piece)).have
    } catch (problem) {
      if (problem instanceof Refused && problem.status === 400) row.have = 0 // begun anew from the first piece
      throw problem
    }
    stuck = have > row.have ? 0 : stuck + 1
    if (stuck > 2) return // the server wants another piece than it says
    row.have = have
    await kept(row)
  }
}

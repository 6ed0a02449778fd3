// Talking to the server: JSON, and what went wrong in one word.
import type { Failure, Why } from './core'
import type { Problem } from './wire'

export function failure(why: Why, text = ''): Failure {
  return Object.assign(new Error(why), { why, text })
}

// Refused is an answer that is no success.
export class Refused extends Error {
  constructor(readonly status: number, readonly problem: Problem) {
    super(`${status} ${problem.why}`)
  }
}

// No answer came: whether the sending did is not known.
export class NoAnswer extends Error {}

const patience = 30_000 // ms

type Body = object | Uint8Array<ArrayBuffer> | undefined

export async function call<T>(method: string, path: string, body?: Body): Promise<T> {
  let answer: Response
  try {
    answer = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout ? AbortSignal.timeout(patience) : null,
      ...written(body),
    })
  } catch (problem) {
    throw new NoAnswer(String(problem))
  }
  let said: unknown
  try {
    said = await answer.json()
  } catch (problem) {
    if (answer.ok) throw new NoAnswer(String(problem)) // cut off
  }
  if (answer.ok) return said as T
  const p = (said ?? {}) as Partial<Problem>
  throw new Refused(answer.status, { v: 1, why: p.why ?? '', text: p.text ?? '' })
}

// written is a request with the language spoken on the phone, and its body if it has one.
function written(body: Body): RequestInit {
  const headers: Record<string, string> = { 'Samspil-Language': globalThis.document?.documentElement.lang || 'da' }
  if (body === undefined) return { headers }
  if (body instanceof Uint8Array) return { body: body as BodyInit, headers: { ...headers, 'Content-Type': 'application/octet-stream' } }
  return { body: JSON.stringify(body), headers: { ...headers, 'Content-Type': 'application/json' } }
}

// What a refusal means to a person.
export function explained(problem: unknown): Failure {
  if (problem instanceof NoAnswer) return failure('network')
  if (!(problem instanceof Refused)) return failure('server')
  const { why, text } = problem.problem
  if (why === 'phones.revoked' || why === 'phones.ended' || why === 'phones.unknown') return failure('revoked', text)
  if (why === 'phones.locked') return failure('locked', text)
  if (why.startsWith('phones.pin')) return failure('pin', text)
  if (why.startsWith('phones.code')) return failure('code', text)
  if (problem.status === 401) return failure('unlock', text)
  return failure('server', text)
}

import type { Address, Refused, Unsure } from './types'

/** The service said no. `outcome.problem` says why; nothing was done. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  constructor(
    readonly address: string,
    readonly outcome: Refused<Address>,
  ) {
    const { problem, status, request_id } = outcome
    super(`${address}: ${status} ${problem.code}, ${problem.detail} (${request_id})`)
  }
}

/** Nobody knows whether it was done. Ask again with `outcome.key`; a new key may do it twice. */
export class UnsureError extends Error {
  override readonly name = 'UnsureError'
  constructor(
    readonly address: string,
    readonly outcome: Unsure<Address>,
  ) {
    const { key, problem, status, request_id, attempts, cause } = outcome
    const last = problem?.code ?? status ?? 'no answer'
    const keep = key === null ? '' : `; it may have been done, ask again with key ${key}`
    super(`${address}: ${last} after ${attempts} tries (${request_id})${keep}`, { cause })
  }
}

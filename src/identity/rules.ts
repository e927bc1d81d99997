import { DAY_MS, HOUR_MS, MINUTE_MS } from '../kernel/time'

export const PIN_TRIES_MAX = 5
/** The first lock, the second, and every one after: a right PIN begins anew. */
export const PIN_LOCKS_MS = [15 * MINUTE_MS, HOUR_MS, DAY_MS] as const

export const BOOTSTRAP_TTL_MS = 15 * MINUTE_MS

/**
 * Six digits anybody would guess: all the same, counting up or down, one half or one third repeated, or
 * six digits in a row of the person's own phone number.
 */
export function isTrivialPin(pin: string, phone: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i])))
  const [step = 0] = steps
  const counts = steps.size === 1 && Math.abs(step) <= 1
  const repeats = /^(\d{3})\1$|^(\d{2})\2\2$/.test(pin)
  return counts || repeats || phone.includes(pin)
}

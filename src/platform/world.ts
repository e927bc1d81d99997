import type { NewId } from '../kernel/ids'
import type { Instant } from '../kernel/time'
import type { Config } from './config'
import type { Secrets } from './crypto'
import type { Db } from './d1'
import type { BankPort, OutboundPort, PaymentProvider, SmsPort } from './ports'

/** Everything an act may touch. Production, development, tests and the demo each build their own. */
export type World = {
  readonly config: Config
  readonly db: Db
  readonly now: () => Instant
  /** The machine's own time, which strangers compare with theirs; `now` runs ahead of it in development only. */
  readonly machine_ms: () => number
  readonly newId: NewId
  readonly random: (bytes: number) => Uint8Array
  readonly secrets: Secrets
  readonly payments: PaymentProvider
  readonly bank: BankPort
  readonly sms: SmsPort
  readonly outbound: OutboundPort
}

/** The same storage, with its round trips counted: a figure each reply carries in development. */
export function counted(db: Db): Db & { trips: number } {
  return {
    trips: 0,
    batch(statements) {
      this.trips += 1
      return db.batch(statements)
    },
  }
}

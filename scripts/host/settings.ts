import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Network, networkFrom } from './proxy-rules'

type Vars = Record<string, string | undefined>
/** How a city is served on one's own machine; the city's own configuration is `readCityConfig`'s. */
export type HostSettings = {
  address: string
  port: number
  /** The folder of everything that is kept: database, lock, copies of a rehearsal. */
  data: string
  trusted: readonly Network[]
  /** Requests that are answered at once; one more is sent away (503). */
  in_flight_max: number
  /** How long a stop waits for what is in hand. */
  stop_within_ms: number
}

const SECOND_MS = 1000

/**
 * The settings of the host itself. In production somebody has to stand before it who speaks https, and is named: who
 * asks, and by which name, is believed from nobody else. Faults name the variable, never its value.
 */
export function hostSettings(
  vars: Vars,
  is_production: boolean,
): { settings: HostSettings } | { faults: string[] } {
  const faults: string[] = []
  const whole = (name: string, otherwise: number, most: number) => {
    const said = vars[name] ?? ''
    if (said === '') return otherwise
    const n = /^\d{1,6}$/.test(said) ? Number(said) : 0
    if (n < 1 || n > most) faults.push(`${name} must be a whole number from 1 to ${most}`)
    return n
  }
  const listen = vars.LISTEN ?? '127.0.0.1:8787'
  const [, address = '', port = ''] = /^(\[[0-9a-f:.]+\]|[\w.-]+):(\d{1,5})$/i.exec(listen) ?? []
  if (Number(port) < 1 || Number(port) > 65_535) faults.push('LISTEN must be an address and a port')
  const named = (vars.TRUSTED_PROXIES ?? '').split(/[\s,]+/).filter((one) => one !== '')
  const trusted = named.map(networkFrom)
  if (trusted.includes(null)) faults.push('TRUSTED_PROXIES must be addresses or networks (a/b)')
  if (is_production && named.length === 0)
    faults.push('TRUSTED_PROXIES is missing: the address of what speaks https before it')
  if (trusted.some((network) => network?.bits === 0))
    faults.push('TRUSTED_PROXIES must not be everybody')
  const settings = {
    address: address.replace(/^\[|\]$/g, ''),
    port: Number(port),
    data: resolve(vars.DATA ?? 'data'),
    trusted: trusted.filter((network) => network !== null),
    in_flight_max: whole('IN_FLIGHT_MAX', 256, 10_000),
    stop_within_ms: whole('STOP_WITHIN_S', 25, 600) * SECOND_MS,
  }
  return faults.length > 0 ? { faults } : { settings }
}

/**
 * The variables of a process: those of a file of NAME=value lines, over them those of the environment; and for each
 * `NAME_FILE` the text of the file it names (a credential of systemd, a secret of a container), which must be nobody
 * else's to read.
 */
export function varsFrom(
  environment: Vars,
  file_vars: Vars,
): { vars: Record<string, string> } | { faults: string[] } {
  const said: Vars = { ...file_vars, ...environment }
  const faults: string[] = []
  const vars: Record<string, string> = {}
  for (const [name, value = ''] of Object.entries(said)) {
    const of = /^([A-Z][A-Z0-9_]*)_FILE$/.exec(name)?.[1]
    if (of === undefined) vars[name] ??= value
    else if (SECRETS.includes(of.replace(/_\d{1,2}$/, ''))) {
      if (said[of]) faults.push(`${of} and ${name} are both set`)
      vars[of] = textOf(value, name, faults)
    }
  }
  return faults.length > 0 ? { faults } : { vars }
}

const SECRETS = [
  'YFB_MASTER_KEY',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'VAPID_PRIVATE_KEY',
  'SMS_GATEWAY_KEY',
  'BANK_BRIDGE_KEY',
  'METRICS_TOKEN',
  'BACKUP_KEY',
  'S3_SECRET_ACCESS_KEY',
]

/** What holds secrets may be read by its owner and its group, and by nobody else. */
export const isOpenToOthers = (file: string): boolean => (statSync(file).mode & 0o007) !== 0

function textOf(file: string, name: string, faults: string[]): string {
  try {
    if (isOpenToOthers(file)) faults.push(`${name} is open to others: chmod o-rwx`)
    return readFileSync(file, 'utf8').trim()
  } catch {
    faults.push(`${name} cannot be read`)
    return ''
  }
}

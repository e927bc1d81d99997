type Fact = string | number | null
/** The only fields a log line may carry: no bodies, no headers, no names, no numbers of people. */
type LogFacts = {
  request_id?: string
  operation?: string
  code?: string
  status?: number
  faults?: string
  error?: string
  job?: string
  count?: number
  at?: string
  /** Table, column and row of a sealed value. */
  place?: string
}

/** One JSON line per event worth an operator's eye. */
export function log(event: string, facts: LogFacts): void {
  const line: Record<string, Fact> = { event }
  for (const [name, value] of Object.entries(facts)) line[name] = plain(value)
  console.log(JSON.stringify(line))
}

/** Long digit runs (phones, cards, accounts) never reach a log, whatever an error message carries. */
const plain = (value: Fact): Fact =>
  typeof value === 'string' ? value.replace(/\d{7,}/g, '…').slice(0, 500) : value

import type { DatabaseSync } from 'node:sqlite'

/** Whose a thing is: the consumers it belongs to, the merchant, and the merchant's district. */
export type Owned = {
  id: string
  prefix: string
  consumers: readonly string[]
  merchant_id: string | null
  district: string | null
  /** Who may hear of it, and no more: whom it is offered to, who was asked to look after it. */
  hears: readonly string[]
}

const OF_CARD = (table: string): string =>
  `SELECT x.id, json_array(c.consumer_id) AS consumers, c.merchant_id FROM ${table} x JOIN cards c ON c.id = x.card_id`
/** The same, and its companions see it. */
const LOOKED_AFTER = (table: string): string =>
  `SELECT x.id, json_array(c.consumer_id) AS consumers, c.merchant_id,
          (SELECT json_group_array(consumer_id) FROM card_companions
            WHERE card_id = c.id AND status = 'accepted') AS hears FROM ${table} x JOIN cards c ON c.id = x.card_id`
const OF_MERCHANT = (table: string): string =>
  `SELECT id, '[]' AS consumers, merchant_id FROM ${table}`
/** Everybody who has a card there: what ends or changes a shop is theirs to read, too. */
const OF_HOLDERS = (table: string): string =>
  `SELECT x.id, (SELECT json_group_array(c.consumer_id) FROM cards c WHERE c.merchant_id = x.merchant_id) AS consumers,
          x.merchant_id FROM ${table} x`
const OF_CITY = (table: string): string =>
  `SELECT id, '[]' AS consumers, NULL AS merchant_id FROM ${table}`

/** Where each kind of id is kept, and whose it is there. Written from the design, not from what the routes do. */
const KINDS: Record<string, string> = {
  crd: `SELECT c.id, json_array(c.consumer_id) AS consumers, c.merchant_id,
          (SELECT json_group_array(p.id) FROM consumers p WHERE p.phone_index IN
             (SELECT to_phone_index FROM card_transfers WHERE card_id = c.id
               UNION SELECT phone_index FROM card_companions WHERE card_id = c.id)) AS hears FROM cards c`,
  lot: LOOKED_AFTER('lots'),
  pau: OF_CARD('card_pauses'),
  hld: OF_CARD('holds'),
  rdm: LOOKED_AFTER('redemptions'),
  cor: OF_CARD('corrections'),
  pur: `SELECT id, json_array(consumer_id) AS consumers, merchant_id FROM purchases`,
  rfd: LOOKED_AFTER('refunds'),
  dsp: `SELECT id, json_array(payer_id) AS consumers, merchant_id FROM disputes`,
  trn: `SELECT x.id, json_array(x.giver_id, p.id) AS consumers, c.merchant_id FROM card_transfers x
          JOIN cards c ON c.id = x.card_id LEFT JOIN consumers p ON p.phone_index = x.to_phone_index`,
  cmp: `SELECT x.id, json_array(c.consumer_id, p.id) AS consumers, c.merchant_id FROM card_companions x
          JOIN cards c ON c.id = x.card_id LEFT JOIN consumers p ON p.phone_index = x.phone_index`,
  end: OF_HOLDERS('endings'),
  chg: OF_HOLDERS('merchant_changes'),
  mch: `SELECT id, '[]' AS consumers, id AS merchant_id FROM merchants`,
  shp: OF_MERCHANT('shops'),
  pho: OF_MERCHANT('shop_photos'),
  stf: OF_MERCHANT('staff'),
  itm: OF_MERCHANT('price_items'),
  off: OF_MERCHANT('offers'),
  stp: OF_MERCHANT('service_stops'),
  trm: OF_MERCHANT('terminals'),
  trp: OF_MERCHANT('terminal_pairings'),
  pyo: OF_MERCHANT('payouts'),
  dep: OF_MERCHANT('deposits'),
  brk: OF_MERCHANT('bank_breaks'),
  psb: `SELECT id, json_array(consumer_id) AS consumers, NULL AS merchant_id FROM push_subscriptions`,
  whk: OF_MERCHANT('webhook_endpoints'),
  dlv: `SELECT d.id, '[]' AS consumers, w.merchant_id FROM webhook_deliveries d JOIN webhook_endpoints w ON w.id = d.endpoint_id`,
  app: OF_CITY('apps'),
  apk: OF_CITY('app_keys'),
  apg: OF_MERCHANT('app_grants'),
  mdt: `SELECT m.id, (SELECT json_group_array(x) FROM (SELECT m.filer_id AS x UNION SELECT m.subject_id UNION
          SELECT consumer_id FROM mandate_heirs WHERE mandate_id = m.id)) AS consumers, NULL AS merchant_id FROM mandates m`,
  mdp: `SELECT p.id, json_array(m.filer_id) AS consumers, NULL AS merchant_id
          FROM mandate_papers p JOIN mandates m ON m.id = p.mandate_id`,
  esd: `SELECT d.id, json_array(m.filer_id) AS consumers, NULL AS merchant_id
          FROM estate_divisions d JOIN mandates m ON m.id = d.mandate_id`,
  aun: `SELECT id, json_array(from_id, into_id) AS consumers, NULL AS merchant_id FROM account_unions`,
  evt: `SELECT id, json_array(consumer_id) AS consumers, merchant_id FROM events`,
  cas: OF_MERCHANT('cases'),
  wst: `SELECT w.id, '[]' AS consumers, e.merchant_id FROM incident_whistles w JOIN endings e ON e.id = w.ending_id`,
  ptl: OF_MERCHANT('patrols'),
  pfd: OF_MERCHANT('patrol_findings'),
  pph: `SELECT h.id, '[]' AS consumers, f.merchant_id FROM patrol_photos h JOIN patrol_findings f ON f.id = h.finding_id`,
  cae: `SELECT n.id, '[]' AS consumers, c.merchant_id FROM case_entries n JOIN cases c ON c.id = n.case_id`,
  cmk: OF_MERCHANT('credit_marks'),
  cob: OF_MERCHANT('credit_objections'),
  lst: OF_MERCHANT('listings'),
  cto: OF_MERCHANT('court_orders'),
  ctd: OF_MERCHANT('court_deductions'),
  rat: `SELECT id, json_array(consumer_id) AS consumers, NULL AS merchant_id FROM shop_ratings`,
  lvp: OF_MERCHANT('merchant_level_proposals'),
  med: `SELECT id, json_array(consumer_id) AS consumers, merchant_id FROM mediations`,
  mdb: OF_MERCHANT('mediation_batches'),
  // A report has no party: the shop may not know that there is one.
  cpl: `SELECT id, json_array(consumer_id) AS consumers, merchant_id FROM complaints WHERE way = 'complaint'`,
  // Whoever works in the same kind of office is a colleague, by name.
  ofc: `SELECT x.id, '[]' AS consumers, NULL AS merchant_id,
          (SELECT json_group_array(o.id) FROM officials o WHERE o.kind = x.kind) AS hears FROM officials x`,
  pkd: OF_CITY('parked_facts'),
  bkr: OF_CITY('book_runs'),
  bfl: OF_CITY('bank_files'),
  ctp: OF_CITY('city_proposals'),
  dex: `SELECT id, json_array(consumer_id) AS consumers, NULL AS merchant_id FROM data_exports`,
  ers: `SELECT id, json_array(consumer_id) AS consumers, NULL AS merchant_id FROM erasures`,
  acp: OF_CITY('access_purposes'),
  aal: OF_CITY('access_alarms'),
}
/** Belongs to a person: everybody else is a stranger to it. */
export const PERSONAL: ReadonlySet<string> = new Set(
  'crd lot pau hld rdm cor pur rfd dsp trn cmp aun cpl med mdt mdp'.split(' '),
)
/** Told to everybody who may buy: what is on a shop's wall is no secret of the shop. */
const PUBLIC = new Set(['off', 'mch', 'shp', 'itm', 'app'])

/** Every thing of the town with its owners. */
export function ownedThings(database: DatabaseSync): Map<string, Owned> {
  const districts = new Map(
    database
      .prepare('SELECT id, district FROM merchants')
      .all()
      .map((row) => [String(row.id), String(row.district)]),
  )
  const things = new Map<string, Owned>()
  for (const [prefix, text] of Object.entries(KINDS))
    for (const row of database.prepare(text).all()) {
      const merchant_id = row.merchant_id === null ? null : String(row.merchant_id)
      const district = merchant_id === null ? null : (districts.get(merchant_id) ?? null)
      const id = String(row.id)
      const [consumers, hears] = [listIn(row.consumers), listIn(row.hears ?? '[]')]
      things.set(id, { id, prefix, consumers, merchant_id, district, hears })
    }
  return things
}

const listIn = (json: unknown): string[] =>
  (JSON.parse(String(json)) as (string | null)[]).filter((one) => one !== null)

/** What a companion does with a card that is not theirs: see it, freeze it, pause it; never spend (家人陪护). */
const COMPANIONS = new Set(
  'readCard freezeCard pauseCard readRedemption listRedemptions'.split(' '),
)
export type Reader = {
  id: string
  scope: 'own' | 'self' | 'tenant' | 'jurisdiction' | 'all'
  merchant_id: string | null
  districts: readonly string[]
  operation: string
}
/** Whether a reader of a policy's scope may know that a thing exists at all. */
export function mayKnow(reader: Reader, thing: Owned): boolean {
  const { scope } = reader
  if (scope === 'all') return true
  if (scope === 'self')
    return reader.merchant_id === null || thing.merchant_id === reader.merchant_id
  if (scope === 'own') {
    if (PUBLIC.has(thing.prefix)) return true
    const looks_after = COMPANIONS.has(reader.operation) && thing.hears.includes(reader.id)
    return thing.consumers.includes(reader.id) || looks_after
  }
  if (thing.merchant_id === null) return false
  if (scope === 'tenant') return thing.merchant_id === reader.merchant_id
  return thing.district !== null && reader.districts.includes(thing.district)
}
/** Whether an id in an answer gives something away: a stranger's thing of a kind that is nobody else's business. */
export const givesAway = (reader: Reader, thing: Owned): boolean =>
  !PUBLIC.has(thing.prefix) &&
  !(reader.scope === 'own' && !PERSONAL.has(thing.prefix)) &&
  !(reader.scope === 'own' && thing.hears.includes(reader.id)) &&
  !(thing.prefix === 'ofc' && thing.hears.includes(reader.id)) &&
  !mayKnow(reader, thing)

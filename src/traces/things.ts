import { mayReadMerchant } from '../merchants/may-read'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Concerned } from './rules'

/** Ids as one JSON list, for `IN`. */
const among = (ids: string): Statement => sql`(SELECT value FROM json_each(${ids}))`
const ofCard =
  (table: Statement) =>
  (ids: string): Statement<Concerned> =>
    sql<Concerned>`SELECT x.id, c.consumer_id, c.merchant_id FROM ${table} x JOIN cards c ON c.id = x.card_id
        WHERE x.id IN ${among(ids)}`

/** Every kind of thing that is somebody's, by its prefix: whose each of these ids is, and at which shop. */
export const PEOPLES_THINGS = {
  csm: (ids) =>
    sql<Concerned>`SELECT id, id AS consumer_id, NULL AS merchant_id FROM consumers WHERE id IN ${among(ids)}`,
  crd: (ids) =>
    sql<Concerned>`SELECT id, consumer_id, merchant_id FROM cards WHERE id IN ${among(ids)}`,
  lot: ofCard(sql`lots`),
  pau: ofCard(sql`card_pauses`),
  hld: ofCard(sql`holds`),
  rdm: ofCard(sql`redemptions`),
  cor: ofCard(sql`corrections`),
  rfd: ofCard(sql`refunds`),
  trn: ofCard(sql`card_transfers`),
  cmp: ofCard(sql`card_companions`),
  pur: (ids) =>
    sql<Concerned>`SELECT id, consumer_id, merchant_id FROM purchases WHERE id IN ${among(ids)}`,
  cpl: (ids) =>
    sql<Concerned>`SELECT id, consumer_id, merchant_id FROM complaints WHERE id IN ${among(ids)}`,
  med: (ids) =>
    sql<Concerned>`SELECT id, consumer_id, merchant_id FROM mediations WHERE id IN ${among(ids)}`,
  mdt: (ids) =>
    sql<Concerned>`SELECT id, coalesce(subject_id, filer_id) AS consumer_id, NULL AS merchant_id FROM mandates
        WHERE id IN ${among(ids)}`,
  mdp: (ids) =>
    sql<Concerned>`SELECT p.id, coalesce(m.subject_id, m.filer_id) AS consumer_id, NULL AS merchant_id
        FROM mandate_papers p JOIN mandates m ON m.id = p.mandate_id WHERE p.id IN ${among(ids)}`,
  rat: (ids) =>
    sql<Concerned>`SELECT id, consumer_id, merchant_id FROM shop_ratings WHERE id IN ${among(ids)}`,
  aun: (ids) =>
    sql<Concerned>`SELECT id, into_id AS consumer_id, NULL AS merchant_id FROM account_unions WHERE id IN ${among(ids)}`,
  dsp: (ids) =>
    sql<Concerned>`SELECT id, payer_id AS consumer_id, merchant_id FROM disputes
        WHERE id IN ${among(ids)} AND payer_id IS NOT NULL`,
} as const satisfies Record<string, (ids: string) => Statement<Concerned>>
type PersonalPrefix = keyof typeof PEOPLES_THINGS

const ID = new RegExp(
  `\\b(?:${Object.keys(PEOPLES_THINGS).join('|')})_[0-9A-HJKMNP-TV-Z]{26}\\b`,
  'g',
)
/** The ids of people's things in what was said or answered, wherever they stand in it. */
export const personalIdsIn = (part: unknown): string[] => [
  ...new Set(JSON.stringify(part ?? null).match(ID) ?? []),
]

/** Whose these things are: a statement for each kind among them. */
export const readConcerned = (ids: readonly string[]) => {
  const by_kind = Map.groupBy(ids, (id) => id.slice(0, 3) as PersonalPrefix)
  return Object.fromEntries(
    [...by_kind].map(([kind, some]) => [kind, PEOPLES_THINGS[kind](JSON.stringify(some))]),
  ) as { [K in PersonalPrefix]?: Statement<Concerned> }
}

type ReferenceRow = { consumer_id: string | null; merchant_id: string | null }
type ReadReference = (who: Who, id: string) => Statement<ReferenceRow>
const ofOneCard =
  (table: Statement): ReadReference =>
  (who, id) =>
    sql<ReferenceRow>`SELECT c.consumer_id, c.merchant_id FROM ${table} x JOIN cards c ON c.id = x.card_id
        JOIN merchants m ON m.id = c.merchant_id WHERE x.id = ${id} AND ${mayReadMerchant(who)}`
const ofShop =
  (table: Statement): ReadReference =>
  (who, id) =>
    sql<ReferenceRow>`SELECT NULL AS consumer_id, m.id AS merchant_id FROM ${table} x
        JOIN merchants m ON m.id = x.merchant_id WHERE x.id = ${id} AND ${mayReadMerchant(who)}`

/**
 * What may be named as the case for which somebody is read of, by its prefix: a matter that exists and that the asker
 * answers for. A card is no matter: whoever wants to read one says what happened with it.
 */
const REFERENCES = {
  rfd: ofOneCard(sql`refunds`),
  hld: ofOneCard(sql`holds`),
  pur: (who, id) =>
    sql<ReferenceRow>`SELECT x.consumer_id, x.merchant_id FROM purchases x JOIN merchants m ON m.id = x.merchant_id
        WHERE x.id = ${id} AND ${mayReadMerchant(who)}`,
  cpl: (who, id) =>
    sql<ReferenceRow>`SELECT x.consumer_id, x.merchant_id FROM complaints x JOIN merchants m ON m.id = x.merchant_id
        WHERE x.id = ${id} AND ${mayReadMerchant(who)}`,
  med: (who, id) =>
    sql<ReferenceRow>`SELECT x.consumer_id, x.merchant_id FROM mediations x JOIN merchants m ON m.id = x.merchant_id
        WHERE x.id = ${id} AND ${mayReadMerchant(who)}`,
  mdt: (_who, id) =>
    sql<ReferenceRow>`SELECT coalesce(subject_id, filer_id) AS consumer_id, NULL AS merchant_id FROM mandates
        WHERE id = ${id} AND filed_at IS NOT NULL`,
  dsp: (who, id) =>
    sql<ReferenceRow>`SELECT x.payer_id AS consumer_id, x.merchant_id FROM disputes x
        JOIN merchants m ON m.id = x.merchant_id WHERE x.id = ${id} AND ${mayReadMerchant(who)}`,
  end: ofShop(sql`endings`),
  chg: ofShop(sql`merchant_changes`),
  brk: ofShop(sql`bank_breaks`),
  pyo: ofShop(sql`payouts`),
  dep: ofShop(sql`deposits`),
  mch: (who, id) =>
    sql<ReferenceRow>`SELECT NULL AS consumer_id, m.id AS merchant_id FROM merchants m
        WHERE m.id = ${id} AND ${mayReadMerchant(who)}`,
  bfl: (_who, id) =>
    sql<ReferenceRow>`SELECT NULL AS consumer_id, NULL AS merchant_id FROM bank_files WHERE id = ${id}`,
} as const satisfies Record<string, ReadReference>

const isReference = (prefix: string): prefix is keyof typeof REFERENCES => prefix in REFERENCES
/** The case of that id, if there is one that the asker answers for; undefined for what is no case. */
export function readReference(who: Who, id: string): Statement<ReferenceRow> | undefined {
  const prefix = id.slice(0, id.indexOf('_'))
  return isReference(prefix) ? REFERENCES[prefix](who, id) : undefined
}

import * as z from 'zod'
import { base64url } from '../environment/crypto'
import { type SealedColumn, type SealedRow, sql } from '../platform/d1'
import type { Kit } from '../platform/world'

/** Spaces, dashes, brackets, and the invisible marks that come along when a number is copied from a chat. */
const ORNAMENT = /[\s\-‐-―()\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

/** A mainland mobile number as 11 ASCII digits, however it was typed (full-width, +86, spaces); else null. */
export function phoneFrom(typed: string): string | null {
  const plain = typed.normalize('NFKC').replace(ORNAMENT, '')
  return /^(?:\+?86|0086)?(1[3-9]\d{9})$/.exec(plain)?.[1] ?? null
}

/** A phone number in a request; normalised by `phoneFrom` before anything looks at it. */
export const Phone = z
  .string()
  .min(1)
  .max(40)
  .refine((typed) => phoneFrom(typed) !== null, '须为中国大陆 11 位手机号')
  .meta({ description: '中国大陆手机号；全角数字、空格和 +86 均可', examples: ['13812345678'] })

/** The number in a request that passed `Phone`. */
export function checkedPhone(typed: string): string {
  const phone = phoneFrom(typed)
  if (phone === null) throw new Error('a phone number reached an act unchecked')
  return phone
}

/** 138****5678 */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`

/**
 * A keyed hash, cut to 16 bytes, that finds a phone without storing it. It tells equality and nothing else;
 * phone numbers are few, so its key must stay out of the database.
 */
export async function phoneIndex(kit: Pick<Kit, 'secrets'>, phone: string): Promise<string> {
  return base64url((await kit.secrets.mac('phone_index', phone)).slice(0, 16))
}

type PhoneTable = 'consumers' | 'staff' | 'officials' | 'join_requests'
/** A sealed number opens only in the table and the row it was sealed for. */
export const phonePlace = (table: PhoneTable, id: string) => `${table}.phone_sealed|${id}`
const sealPhone = (
  kit: Pick<Kit, 'secrets'>,
  table: PhoneTable,
  id: string,
  phone: string,
): Promise<string> => kit.secrets.seal('phone', phonePlace(table, id), phone)
export const openPhone = (
  kit: Pick<Kit, 'secrets'>,
  table: PhoneTable,
  row: { id: string; phone_sealed: string },
): Promise<string> => kit.secrets.open('phone', phonePlace(table, row.id), row.phone_sealed)

/** The three columns in which every table of people keeps a phone. */
export type PhoneColumns = { phone_index: string; phone_sealed: string; phone_mask: string }
export async function phoneColumns(
  kit: Pick<Kit, 'secrets'>,
  table: PhoneTable,
  id: string,
  phone: string,
): Promise<PhoneColumns> {
  return {
    phone_index: await phoneIndex(kit, phone),
    phone_sealed: await sealPhone(kit, table, id, phone),
    phone_mask: maskPhone(phone),
  }
}

/** The numbers of consumers, of those who work in shops, and of officials. */
export const PHONE_SEALS: readonly SealedColumn[] = [
  {
    name: 'consumers.phone_sealed',
    purpose: 'phone',
    placeOf: (id) => phonePlace('consumers', id),
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, phone_sealed AS sealed FROM consumers
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE consumers SET phone_sealed = ${after} WHERE id = ${id} AND phone_sealed = ${before}`,
  },
  {
    name: 'staff.phone_sealed',
    purpose: 'phone',
    placeOf: (id) => phonePlace('staff', id),
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, phone_sealed AS sealed FROM staff
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE staff SET phone_sealed = ${after} WHERE id = ${id} AND phone_sealed = ${before}`,
  },
  {
    name: 'officials.phone_sealed',
    purpose: 'phone',
    placeOf: (id) => phonePlace('officials', id),
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, phone_sealed AS sealed FROM officials
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE officials SET phone_sealed = ${after} WHERE id = ${id} AND phone_sealed = ${before}`,
  },
]

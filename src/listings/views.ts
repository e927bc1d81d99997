import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import type { LocalDate } from '../kernel/time'
import { MerchantId } from '../merchants/views'
import { ANSWERS, CLASSES, COLOURS, ENDS, type Listing, TERMS } from './rules'
import type { PublicListingRow } from './store'

export const ListingId = z.string().regex(idPattern('lst'))
export const Colour = z.enum(COLOURS)
export const ClassView = z.enum(CLASSES)
const STATES = ['noticed', 'listed', 'ended'] as const
export const ListingView = z
  .strictObject({
    object: z.literal('listing'),
    id: ListingId,
    merchant_id: MerchantId,
    merchant_name: z.string(),
    public_name: z.string().meta({ description: '公开显示的名字：个体工商户的隐去' }),
    colour: Colour,
    class: ClassView,
    ground: z.string(),
    words: z.string(),
    state: z.enum(STATES),
    noticed_at: z.string(),
    hear_by: z.iso.date().meta({ description: '店家陈述到这天；之后才能公布' }),
    is_heard: z.boolean().meta({ description: '陈述的期限已过，异议也已答复' }),
    days_min: z.int().meta({ description: '这一档至少公布几天' }),
    days_max: z.int(),
    objection: z.string().nullable(),
    take_up_by: z.iso.date().nullable(),
    answer_by: z.iso.date().nullable(),
    answer: z.enum(ANSWERS).nullable(),
    answer_note: z.string().nullable(),
    published_at: z.string().nullable(),
    min_until: z.iso.date().nullable().meta({ description: '这天以前不修复' }),
    until_on: z.iso.date().nullable().meta({ description: '过了这天自动撤下' }),
    repair: z.string().nullable(),
    ended_for: z.enum(ENDS).nullable(),
    ended_at: z.string().nullable(),
    is_own: z.boolean().meta({ description: '是不是您自己告知的；自己不能公布和答复' }),
    may_publish: z.boolean().meta({ description: '您现在可以公布' }),
    may_answer: z.boolean().meta({ description: '有异议等您答复' }),
  })
  .meta({ id: 'Listing', description: '一家店的一条红黑名单：告知、陈述、公布、异议、修复、撤下' })
export const PublicListingView = z
  .strictObject({
    object: z.literal('public_listing'),
    id: ListingId,
    public_name: z.string(),
    district: z.string(),
    colour: Colour,
    class: ClassView,
    ground: z.string(),
    published_at: z.string(),
    until_on: z.iso.date(),
  })
  .meta({ id: 'PublicListing', description: '公开的名单：没有任何自然人的名字' })

export function presentListing(
  l: Listing & { merchant_name: string; is_own: number },
  today: LocalDate,
): z.input<typeof ListingView> {
  const waits = l.objection !== null && l.answer === null
  const is_heard = today > l.hear_by && !waits
  const is_another = l.ended_at === null && l.is_own !== 1
  const { min: days_min, max: days_max } = TERMS[l.class]
  const shown = l.published_at === null ? ('noticed' as const) : ('listed' as const)
  const { id, merchant_id, merchant_name, public_name, colour, ground, words, noticed_at } = l
  const { hear_by, objection, take_up_by, answer_by, answer, answer_note, published_at } = l
  const { min_until, until_on, repair, ended_for, ended_at } = l
  return {
    object: 'listing',
    ...{ id, merchant_id, merchant_name, public_name, colour, class: l.class, ground, words },
    state: ended_at === null ? shown : 'ended',
    ...{ noticed_at, hear_by, is_heard, days_min, days_max },
    ...{ objection, take_up_by, answer_by, answer, answer_note, published_at },
    ...{ min_until, until_on, repair, ended_for, ended_at, is_own: l.is_own === 1 },
    may_publish: is_another && l.published_at === null && (colour === 'red' || is_heard),
    may_answer: is_another && waits,
  }
}
export const presentPublicListing = (row: PublicListingRow): z.input<typeof PublicListingView> => ({
  object: 'public_listing',
  ...row,
  published_at: row.published_at ?? '',
  until_on: row.until_on ?? '',
})

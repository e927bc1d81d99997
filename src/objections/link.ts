import { base64url, isAmong } from '../environment/crypto'
import { planObjection, silenceTerms } from '../holds/answer'
import { silenceOverAt, stateAt } from '../holds/rules'
import { type HoldDetailRow, readHolds } from '../holds/store'
import { refuse } from '../kernel/refusals'
import { asMessage, type Sentence, sentence } from '../kernel/sentence'
import type { Ask } from '../platform/act'
import { PUBLIC } from '../platform/actor'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'

const ID_CHARS = 26
const TAG_BYTES = 12
const TOKEN = /^([0-9A-HJKMNP-TV-Z]{26})([A-Za-z0-9_-]{16})$/

/**
 * What stands in the message's link: the hold and 96 bits under a key of its own purpose. It is derived, never stored,
 * and says one thing only: I object. Whoever reads the message can stop the shop's money, never move it.
 */
export const objectionToken = async (kit: Pick<Kit, 'secrets'>, hold_id: string): Promise<string> =>
  tokenOf(hold_id, await kit.secrets.mac('objection_link', hold_id))
const tokenOf = (hold_id: string, tag: Uint8Array): string =>
  `${hold_id.slice(-ID_CHARS)}${base64url(tag.slice(0, TAG_BYTES))}`
export const objectionUrl = async (
  kit: Pick<Kit, 'secrets' | 'config'>,
  hold_id: string,
): Promise<string> => `${kit.config.public_url}/no/${await objectionToken(kit, hold_id)}`

/** The hold a token is for. Refuses objection_link_invalid before anything is read or written. */
export async function holdFromToken(kit: Pick<Kit, 'secrets'>, token: string): Promise<string> {
  const id = TOKEN.exec(token)?.[1]
  const hold_id = `hld_${id ?? ''}`
  const tags = await kit.secrets.macs('objection_link', hold_id)
  const made = tags.map((tag) => tokenOf(hold_id, tag))
  if (!id || !isAmong(token, made)) refuse('objection_link_invalid')
  return hold_id
}

/** What the link shows: how much waits at which shop, and whether it can still be stopped. Nothing of the holder or card. */
export function presentObjection(hold: HoldDetailRow, now: string) {
  const over_at = silenceOverAt(silenceTerms(hold))
  const state = stateAt(hold, now)
  const waits = state === 'recorded' || (hold.kind === 'claim' && state === 'held')
  const may_object = waits && (over_at === null || over_at > now)
  return {
    object: 'objection' as const,
    merchant_name: hold.merchant_name,
    label: hold.label,
    unit: hold.unit,
    units: hold.recorded_units ?? hold.units,
    said_by_shop: hold.recorded_as ?? ('claim' as const),
    status: hold.status,
    confirm_by: hold.confirm_by,
    may_object,
    ...asMessage(SAID[may_object ? 'open' : hold.status]),
  }
}
const SAID: Record<'open' | HoldDetailRow['status'], Sentence> = {
  open: sentence(
    '还没有付给店家。不对就按下面的键：钱先留在卡里，等商量好或处理结果',
    'Not paid to the shop yet. If it is wrong, press below: the money stays on the card until you agree or it is decided',
  ),
  held: sentence(
    '等待期已过，这个链接不能再用；请登录后查看',
    'The time to object is over and this link is closed; sign in to see it',
  ),
  contested: sentence(
    '已记下您的异议，没有付给店家，钱留在卡里；要收回异议请登录',
    'Your objection is written down, nothing was paid, the money stays on the card; sign in to withdraw it',
  ),
  captured: sentence(
    '这笔已经结清，这个链接不能再用；有问题请登录后投诉',
    'This was settled and the link is closed; sign in to complain',
  ),
  voided: sentence(
    '没有扣钱。这笔已经撤销，钱在卡里',
    'Nothing was charged. It was undone; the money is on the card',
  ),
  expired: sentence(
    '没有扣钱。这笔预约已经过期，钱在卡里',
    'Nothing was charged. The booking has lapsed; the money is on the card',
  ),
}

/** One tap of the message's link: the clock stops. Refuses objection_link_invalid, and what `objected` refuses. */
export async function objectByLink(
  world: World,
  ask: Ask,
  request: { token: string; reason: string; note: string | null },
) {
  const hold_id = await holdFromToken(world, request.token)
  const { reason, note } = request
  const who = { ...PUBLIC, id: `objection:${hold_id}` }
  return answerOnce(
    world,
    { ...ask, who },
    {
      reads: () => ({ holds: readHolds(sql`h.id = ${hold_id}`) }),
      decide: ({ rows, now, kit }) => {
        const hold = rows.holds[0] ?? refuse('objection_link_invalid')
        const { contested, statements } = planObjection(kit, hold, { reason, note, now })
        const body = presentObjection(contested, now)
        return { status: 201, subject_id: hold_id, body, statements }
      },
    },
  )
}

import type { FC } from 'hono/jsx'
import { cancelBookingOperation } from '../../bookings/routes'
import {
  confirmClaimOperation,
  contestClaimOperation,
  listHoldsOperation,
  readHoldOperation,
} from '../../holds/routes'
import { spoken, spokenEn } from '../../kernel/time'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { sayRecord } from '../figures/record'
import { Frame } from '../frame'
import { Choice, Field, Words } from '../ui/form'
import { More } from '../ui/table'
import { Empty, Facts, Money, Notice, Tag, unitsText, When } from '../ui/text'
import { stateTone } from '../ui/tones'

type HoldAnswer = AnswerFor<typeof readHoldOperation, 'consumer'>

const STATUS: Record<string, readonly [string, string]> = {
  held: ['先占用着', 'Held'],
  contested: ['有异议，先留着', 'Contested'],
  captured: ['已结清', 'Settled'],
  voided: ['已撤销，钱回卡里', 'Voided'],
  expired: ['到期，钱回卡里', 'Expired'],
}
const REASONS: readonly (readonly [string, string, string])[] = [
  ['not_me', '不是我用的', 'It was not me'],
  ['not_there', '那天我没有去', 'I was not there'],
  ['was_there', '那天我去了', 'I was there'],
  ['wrong_amount', '数目不对', 'Wrong amount'],
  ['not_served', '没有给我服务', 'I was not served'],
  ['quality', '服务有问题', 'Bad service'],
  ['other', '别的原因', 'Something else'],
]

/** One use without a code, or one booking, as its holder sees it: how much is set aside and until when. */
export const Hold: FC<{ hold: HoldAnswer }> = ({ hold }) => {
  const t = useSay()
  const booking = hold.kind === 'booking'
  const asks = hold.waits_for === 'holder'
  return (
    <article class="card">
      <div class="between">
        <h2>{hold.label}</h2>
        {asks ? (
          <Tag is="warn">{t('等您看', 'Waits for you')}</Tag>
        ) : (
          <span class="tag">{t(...(STATUS[hold.status] ?? ['', '']))}</span>
        )}
      </div>
      <p>
        {hold.merchant_name} · {unitsText(hold.unit, hold.units, t)}
        {booking && hold.starts_at !== null ? (
          <>
            {' · '}
            <When at={hold.starts_at} />
          </>
        ) : null}
      </p>
      <p class="note">{hold.message}</p>
      <a class="button plain" href={`/c/holds/${hold.id}`}>
        {asks
          ? t('确认或提异议', 'Confirm or object')
          : hold.waits_for === 'visit'
            ? t('看预约', 'Booking')
            : t('看一看', 'See')}
      </a>
    </article>
  )
}

page('GET', '/c/holds', 'consumer', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const holds = await ask(listHoldsOperation, {
    query: { limit: '20', ...(cursor ? { cursor } : {}) },
  })
  const rows = holds.data
  return (
    <Frame title={t('预约和待确认', 'Bookings and open uses')}>
      {rows.length === 0 ? (
        <Empty>
          {t('没有预约，也没有要您确认的使用。', 'No bookings and nothing to confirm.')}
        </Empty>
      ) : null}
      {rows.map((hold) => (
        <Hold hold={hold} />
      ))}
      <More of={holds} href="/c/holds" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})

page('GET', '/c/holds/:id', 'consumer', async ({ params, ask, t }) => {
  const hold = await ask(readHoldOperation, { params })
  const booking = hold.kind === 'booking'
  const { confirm_by: by, may } = hold
  return (
    <Frame title={booking ? t('预约', 'Booking') : t('确认一次使用', 'Confirm a use')}>
      <Notice is={stateTone('hold_holder', hold.status)} live>
        {hold.message}
      </Notice>
      <section class="card">
        <Facts
          of={[
            [t('店家', 'Shop'), hold.merchant_name],
            [t('项目', 'What'), hold.label],
            [t('数量', 'How much'), unitsText(hold.unit, hold.units, t)],
            ...(hold.recorded_units === null
              ? []
              : [[t('店家登记', 'The shop says'), sayRecord(hold, t)] as const]),
            [t('先占用', 'Set aside'), <Money fen={hold.held_fen} />],
            ...(hold.starts_at === null
              ? []
              : [[t('时间', 'When'), <When at={hold.starts_at} />] as const]),
            ...(hold.note === null
              ? []
              : [[booking ? t('备注', 'Note') : t('店家说', 'The shop says'), hold.note] as const]),
          ]}
        />
      </section>
      {may.includes('contest') ? (
        <>
          <p>
            {by !== null
              ? t(
                  `${spoken(by)} 前您不说话，就按店家说的付。`,
                  `Without a word from you by ${spokenEn(by)} the shop is paid.`,
                )
              : null}
          </p>
          <Contest hold={hold} />
          <Agree hold={hold} word={t('没错，付给店家', 'Yes, pay the shop')} />
        </>
      ) : null}
      {may.includes('confirm') && !may.includes('contest') ? (
        <Agree hold={hold} word={t('收回异议，付给店家', 'Withdraw and pay')} />
      ) : null}
      {may.includes('void_by_holder') ? <Cancel hold={hold} /> : null}
      <a class="button plain" href={`/c/cards/${hold.card_id}`}>
        {t('看这张卡', 'See the card')}
      </a>
    </Frame>
  )
})

/** The holder agrees: small sums by a tap, larger ones with the PIN. */
const Agree: FC<{ hold: HoldAnswer; word: string }> = ({ hold, word }) => {
  const t = useSay()
  return (
    <form method="post" action={`/c/holds/${hold.id}/confirmation`} class="card">
      {key()}
      <Field
        name="pin"
        label={t('支付密码（超过免密限额才要）', 'PIN (only above the limit)')}
        inputmode="numeric"
        type="password"
        autocomplete="off"
        maxlength={6}
      />
      <button type="submit">{word}</button>
    </form>
  )
}
const Contest: FC<{ hold: HoldAnswer }> = ({ hold }) => {
  const t = useSay()
  return (
    <details>
      <summary>{t('不对，我有异议', 'Something is wrong')}</summary>
      <form method="post" action={`/c/holds/${hold.id}/contest`} class="card">
        {key()}
        <p>
          {t(
            '计时马上停；只有这一笔先留着，卡里其余的照常用。',
            'The clock stops; only this sum stays set aside, the rest of the card is free.',
          )}
        </p>
        <Choice
          name="reason"
          label={t('哪里不对', 'What is wrong')}
          of={REASONS.map(([value, zh, en]) => [value, t(zh, en)] as const)}
        />
        <Words name="note" label={t('说明（可以不写）', 'Details (optional)')} maxlength={200} />
        <button type="submit" class="danger">
          {t('提出异议', 'Object')}
        </button>
      </form>
    </details>
  )
}
/** What cancelling costs is said before the button, not after. */
const Cancel: FC<{ hold: HoldAnswer }> = ({ hold }) => {
  const t = useSay()
  const until = hold.free_cancel_until
  const kept = hold.no_show_units
  const most = unitsText(hold.unit, kept, t)
  const free_zh = until !== null ? `${spoken(until)}以前取消不扣钱；过了，` : ''
  const free_en = until !== null ? `Free until ${spokenEn(until)}; after that ` : ''
  return (
    <section class="card">
      <h2>{t('来不了？', 'Cannot come?')}</h2>
      <p>
        {kept === 0
          ? t('取消不扣钱。', 'Cancelling is free.')
          : t(
              `${free_zh}按合同最多留下 ${most}，其余退回卡里。`,
              `${free_en}at most ${most} is kept by contract.`,
            )}
      </p>
      <form method="post" action={`/c/holds/${hold.id}/cancellation`}>
        {key()}
        <button type="submit" class="danger">
          {t('取消预约', 'Cancel the booking')}
        </button>
      </form>
    </section>
  )
}

const toHold = ({ id }: { id: string }) => `/c/holds/${id}`
const again = '/c/holds/:id'
actPage('/c/holds/:id/confirmation', 'consumer', {
  act: confirmClaimOperation,
  says: ({ params, form }) => {
    const pin = form.get('pin')?.trim()
    return { params, body: pin ? { pin } : {} }
  },
  leads: toHold,
  again,
})
actPage('/c/holds/:id/contest', 'consumer', {
  act: contestClaimOperation,
  says: ({ params, form }) => {
    const note = form.get('note')?.trim()
    return { params, body: { reason: form.get('reason') ?? '', ...(note ? { note } : {}) } }
  },
  leads: toHold,
  again,
})
actPage('/c/holds/:id/cancellation', 'consumer', {
  act: cancelBookingOperation,
  says: ({ params }) => ({ params }),
  leads: toHold,
  again,
})

import type { FC } from 'hono/jsx'
import {
  decideClaimOperation,
  previewClaimDecisionOperation,
  readHoldOperation,
} from '../../holds/routes'
import { plainYuan } from '../../kernel/money'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { sayRecord } from '../figures/record'
import { Frame } from '../frame'
import { Check, Field, Words } from '../ui/form'
import { Facts, Money, Notice, unitsText, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { fenIn, wholeIn } from '../ui/yuan'
import { Sides, Splits } from './sides'

type HoldAnswer = AnswerFor<typeof readHoldOperation, 'regulator'>
type Effect = AnswerFor<typeof previewClaimDecisionOperation, 'regulator'>['effect']

const REASONS: Record<string, readonly [string, string]> = {
  not_me: ['不是我用的', 'It was not me'],
  not_there: ['那天没有去', 'Was not there'],
  was_there: ['那天去了', 'Was there'],
  wrong_amount: ['数目不对', 'Wrong amount'],
  not_served: ['没有提供服务', 'Not served'],
  quality: ['质量有问题', 'Quality'],
  other: ['其他', 'Other'],
}
/** Units as an official types them: yuan for stored value, whole visits otherwise. */
const typed = (hold: HoldAnswer, units: number) =>
  hold.unit === 'fen' ? plainYuan(units) : String(units)
const unitsIn = (unit: string | null, said: string): number | null =>
  unit === 'fen' ? fenIn(said) : wholeIn(said)

const Decide: FC<{ hold: HoldAnswer; effect: Effect; used: string }> = ({ hold, effect, used }) => {
  const t = useSay()
  const units = hold.claimed_units
  const href = `/r/mediation/holds/${hold.id}`
  const unit = hold.unit === 'fen' ? t('元', 'yuan') : t('次', 'visits')
  return (
    <section class="card">
      <h2 id="effect">{t('处理', 'Decide')}</h2>
      <p>
        {t(
          `店家记了 ${unitsText(hold.unit, units, t)}，`,
          `The shop recorded ${unitsText(hold.unit, units, t)}. `,
        )}
        {t('算用了多少？', 'How much counts as used?')}
      </p>
      <Splits
        href={href}
        name="used"
        of={[
          [t('一点没用', 'Nothing'), '0'],
          [t('照店家记的', 'As the shop says'), typed(hold, units)],
        ]}
      />
      <form method="get" action={`${href}#effect`}>
        <Field
          name="used"
          label={t(`用了（${unit}）`, `Used (${unit})`)}
          value={used}
          inputmode="decimal"
          required
        />
        <button type="submit" class="plain">
          {t('看看结果', 'Show the effect')}
        </button>
      </form>
      {used && effect === null ? (
        <Notice is="bad" live>
          {t('请写 0 到店家记的数之间。', 'From 0 to what the shop recorded, please.')}
        </Notice>
      ) : null}
      {used && effect !== null ? <Decision hold={hold} used={used} effect={effect} /> : null}
    </section>
  )
}

/** What will be done, said before it is done. */
type DecisionProps = { hold: HoldAnswer; used: string; effect: NonNullable<Effect> }
const Decision: FC<DecisionProps> = ({ hold, used, effect }) => {
  const t = useSay()
  const said = (amount: number) => unitsText(hold.unit, amount, t)
  const [captured, rest] = [effect.capture_units, effect.returned_units]
  return (
    <form method="post" action={`/r/mediation/holds/${hold.id}/decision`}>
      {key()}
      <input type="hidden" name="used" value={used} />
      <input type="hidden" name="unit" value={hold.unit} />
      <Notice is="warn" live>
        {t(
          `将按用了 ${said(captured)} 付给店家，其余 ${said(rest)} 回到顾客的卡里。处理后不能改。`,
          `${said(captured)} count as used; ${said(rest)} go back to the card.`,
        )}
      </Notice>
      <Words
        name="reason"
        label={t('理由', 'Reason')}
        hint={t('双方都会看到。', 'Both sides read it.')}
        required
        minlength={2}
        maxlength={200}
      />
      {hold.kind === 'booking' ? (
        <Check name="came">
          {t(
            '认定顾客到了店（没到的最多按合同的爽约比例）',
            'The customer came (else at most the no-show share)',
          )}
        </Check>
      ) : null}
      <button type="submit">{t('作出处理', 'Decide')}</button>
    </form>
  )
}

page('GET', '/r/mediation/holds/:id', 'regulator', async ({ ask, c, params, form, t, refusal }) => {
  const hold = await ask(readHoldOperation, { params })
  const used = (refusal ? form.get('used') : c.req.query('used')) ?? ''
  const units = unitsIn(hold.unit, used)
  const query = units === null ? {} : { capture_units: String(units) }
  const { effect } = await ask(previewClaimDecisionOperation, { params, query })
  const [zh, en] = REASONS[hold.contest_reason ?? ''] ?? ['—', '—']
  // A booking is made, and its note written, by the holder; a claim by the shop.
  const is_booking = hold.kind === 'booking'
  return (
    <Frame title={t(`${hold.merchant_name}：不认的核销`, `${hold.merchant_name}: contested use`)}>
      <Notice is={stateTone('hold_case', hold.status)} live>
        {hold.message}
        {hold.resolved_reason ? `。${hold.resolved_reason}` : ''}
      </Notice>
      <Sides
        customer={[
          [t('异议', 'Objection'), t(zh, en)],
          [t('说明', 'Note'), hold.contest_note || t('没有写', 'nothing')],
          ...(is_booking && hold.note
            ? ([[t('预约时写的', 'Wrote when booking'), hold.note]] as const)
            : []),
          ...(hold.contested_at
            ? ([[t('提出于', 'Made'), <When at={hold.contested_at} />]] as const)
            : []),
        ]}
        shop={[
          [t('项目', 'What'), hold.label],
          [
            t('记了', 'Recorded'),
            hold.recorded_as === null ? unitsText(hold.unit, hold.units, t) : sayRecord(hold, t),
          ],
          ...(is_booking
            ? []
            : ([[t('说明', 'Note'), hold.note || t('没有写', 'nothing')]] as const)),
          [t('记于', 'On'), <When at={hold.recorded_at || hold.created_at} />],
        ]}
      />
      <section class="card">
        <h2>{t('钱', 'Money')}</h2>
        <Facts
          of={[
            [t('留着、还没付给店家', 'Held, not yet the shop’s'), <Money fen={hold.held_fen} />],
          ]}
        />
        <p class="buttons links noprint">
          <a class="button plain" href={`/r/cards/${hold.card_id}`}>
            {t('看这张卡（化名）', 'The card (pseudonym)')}
          </a>
        </p>
      </section>
      {hold.may.includes('decide') ? <Decide hold={hold} effect={effect} used={used} /> : null}
    </Frame>
  )
})

page(
  'POST',
  '/r/mediation/holds/:id/decision',
  'regulator',
  async ({ c, params, form, ask }) => {
    const said = form.get('used') ?? ''
    const body = {
      capture_units: unitsIn(form.get('unit'), said) ?? said,
      reason: form.get('reason')?.trim() ?? '',
      ...(form.get('came') ? { came: true } : {}),
    }
    await ask(decideClaimOperation, { params, body }, form.get('key') ?? undefined)
    return c.redirect(`/r/mediation/holds/${params.id}`, 303)
  },
  { again: '/r/mediation/holds/:id' },
)

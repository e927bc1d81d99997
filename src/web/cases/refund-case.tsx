import type { FC } from 'hono/jsx'
import { plainYuan } from '../../kernel/money'
import {
  decideRefundOperation,
  previewRefundDecisionOperation,
  readRefundOperation,
} from '../../refunds/routes'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Field, Words } from '../ui/form'
import { Facts, Money, Notice, When } from '../ui/text'
import { fenIn } from '../ui/yuan'
import { Sides, Splits } from './sides'

type RefundAnswer = AnswerFor<typeof readRefundOperation, 'regulator'>
type PreviewAnswer = AnswerFor<typeof previewRefundDecisionOperation, 'regulator'>

/** First how to split, then what that does, then the reason and the button: two pages' worth on one address. */
const Decide: FC<{ preview: PreviewAnswer; yuan: string }> = ({ preview, yuan }) => {
  const t = useSay()
  const { choices, effect } = preview
  const href = `/r/mediation/refunds/${preview.refund_id}`
  return (
    <section class="card">
      <h2 id="effect">{t('裁定', 'Decide')}</h2>
      <p>
        {t('有争议的差额 ', 'In dispute ')}
        <strong>
          <Money fen={preview.disputed_fen} />
        </strong>
        {t('，多少归顾客？', '. How much goes to the customer?')}
      </p>
      <Splits
        href={href}
        name="yuan"
        of={[
          [t('全归顾客', 'All to the customer'), plainYuan(choices.all_fen)],
          [t('对半', 'Half'), plainYuan(choices.half_fen)],
          [t('全归店家', 'All to the shop'), plainYuan(choices.none_fen)],
        ]}
      />
      <form method="get" action={`${href}#effect`}>
        <Field
          name="yuan"
          label={t('归顾客（元）', 'To the customer (yuan)')}
          value={yuan}
          inputmode="decimal"
          required
        />
        <button type="submit" class="plain">
          {t('看看结果', 'Show the effect')}
        </button>
      </form>
      {yuan && effect === null ? (
        <Notice is="bad" live>
          {t(
            '请写 0 到差额之间的金额，最多两位小数。',
            'An amount from 0 to the difference, please.',
          )}
        </Notice>
      ) : null}
      {yuan && effect !== null ? <Effect href={href} effect={effect} yuan={yuan} /> : null}
    </section>
  )
}
type EffectProps = { href: string; effect: NonNullable<PreviewAnswer['effect']>; yuan: string }
const Effect: FC<EffectProps> = ({ href, effect, yuan }) => {
  const t = useSay()
  return (
    <form method="post" action={`${href}/decision`}>
      {key()}
      <input type="hidden" name="yuan" value={yuan} />
      <Notice is="warn" live>
        {t('将退给顾客 ', 'The customer is refunded ')}
        <Money fen={effect.awarded_fen} />
        {t('，其余 ', ', the other ')}
        <Money fen={effect.difference_fen} />
        {t(' 归店家。裁定后不能改。', ' go to the shop. It cannot be changed.')}
      </Notice>
      <Words
        name="reason"
        label={t('理由', 'Reason')}
        hint={t('至少 5 个字；双方都会看到。', 'Both sides read it.')}
        required
        minlength={5}
        maxlength={500}
      />
      <button type="submit">{t('作出裁定', 'Decide')}</button>
    </form>
  )
}

page(
  'GET',
  '/r/mediation/refunds/:id',
  'regulator',
  async ({ ask, c, params, form, t, refusal }) => {
    const yuan = (refusal ? form.get('yuan') : c.req.query('yuan')) ?? ''
    const awarded = fenIn(yuan)
    const query = awarded === null ? {} : { awarded_fen: String(awarded) }
    const [refund, preview] = await Promise.all([
      ask(readRefundOperation, { params }),
      ask(previewRefundDecisionOperation, { params, query }),
    ])
    const none = t('没有写', 'nothing')
    return (
      <Frame title={t(`${refund.merchant_name}：退款争议`, `${refund.merchant_name}: refund`)}>
        <Sides
          customer={[
            [t('原因', 'Ground'), t(refund.ground_text, refund.ground_text_en)],
            [t('说明', 'Note'), refund.note || none],
            [t('申请于', 'Asked'), <When at={refund.requested_at} />],
          ]}
          shop={[
            [t('异议', 'Objection'), refund.contest_reason || none],
            [t('凭据', 'Proof'), refund.contest_proof || none],
            ...(refund.contested_at
              ? ([[t('提出于', 'Made'), <When at={refund.contested_at} />]] as const)
              : []),
          ]}
        />
        <section class="card">
          <h2>{t('钱', 'Money')}</h2>
          <Facts
            of={[
              [t('没有争议、不等裁定就退', 'Undisputed'), <Money fen={refund.undisputed_fen} />],
              [t('已退到账', 'Refunded'), <Money fen={refund.refunded_fen} />],
              [t('正在退', 'On its way'), <Money fen={refund.on_the_way_fen} />],
              [t('有争议的差额', 'In dispute'), <Money fen={refund.disputed_fen} />],
              ...(refund.decide_by && refund.status === 'contested'
                ? ([
                    [
                      t('不裁定就退给顾客的时刻', 'Goes to the customer at'),
                      <When at={refund.decide_by} />,
                    ],
                  ] as const)
                : []),
            ]}
          />
          <p class="buttons links noprint">
            <a class="button plain" href={`/r/cards/${refund.card_id}`}>
              {t('看这张卡（化名）', 'The card (pseudonym)')}
            </a>
          </p>
        </section>
        {refund.status === 'contested' ? (
          <Decide preview={preview} yuan={yuan} />
        ) : (
          <Decided refund={refund} />
        )}
      </Frame>
    )
  },
)
const Decided: FC<{ refund: RefundAnswer }> = ({ refund }) => {
  const t = useSay()
  return (
    <Notice is="safe" live>
      <p>
        {refund.decided_at
          ? t('已有结果：归顾客 ', 'Decided: to the customer ')
          : t('这笔退款现在没有等裁定的差额。', 'Nothing waits for a decision.')}
        {refund.decided_at && refund.awarded_fen !== null ? (
          <Money fen={refund.awarded_fen} />
        ) : null}
        {refund.decided_at ? t(`，归店家 `, `, to the shop `) : null}
        {refund.decided_at ? <Money fen={refund.difference_fen} /> : null}
      </p>
      {refund.decided_reason ? <p>{refund.decided_reason}</p> : null}
    </Notice>
  )
}

page(
  'POST',
  '/r/mediation/refunds/:id/decision',
  'regulator',
  async ({ c, params, form, ask }) => {
    const said = form.get('yuan') ?? ''
    const body = {
      awarded_fen: fenIn(said) ?? said,
      reason: form.get('reason')?.trim() ?? '',
    }
    await ask(decideRefundOperation, { params, body }, form.get('key') ?? undefined)
    return c.redirect(`/r/mediation/refunds/${params.id}`, 303)
  },
  { again: '/r/mediation/refunds/:id' },
)

import type { FC } from 'hono/jsx'
import {
  listDisputesOperation,
  prepareDisputeEvidenceOperation,
  submitDisputeEvidenceOperation,
} from '../../disputes/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { askedIn, hrefWith } from '../bank/words'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Words } from '../ui/form'
import { More } from '../ui/table'
import { Facts, Money, Notice, Tag, When } from '../ui/text'
import { stateTone } from '../ui/tones'

type DisputeAnswer = AnswerFor<typeof listDisputesOperation>['data'][number]

const STANDS: Record<DisputeAnswer['stand'], readonly [string, string]> = {
  open: ['等结果', 'open'],
  won: ['判归店家', 'won'],
  lost: ['判归付款人', 'lost'],
  closed: ['已撤回', 'closed'],
}

/** Figures of a dispute, for whoever reads it; a figure of 0 says nothing and is left out. */
const Figures: FC<{ of: DisputeAnswer; is_operator: boolean }> = ({ of, is_operator }) => {
  const t = useSay()
  const figures = [
    [t('付款人要拿回', 'Contested'), 'amount_fen'],
    [t('这笔付款剩下的，另放着', 'Set apart'), 'held_fen'],
    [t('从店家的出款里先留着', 'Kept from payouts'), 'reserved_fen'],
    [t('剩下的，已退给付款人', 'Gone back to the payer'), 'unused_fen'],
    [t('店家要还的', 'The shop owes'), 'claim_fen'],
    [t('店家已还的', 'The shop has paid'), 'collected_fen'],
    [t('付款人多拿的', 'The payer owes'), 'payer_fen'],
  ] as const
  return (
    <Facts
      of={[
        [t('从什么时候', 'Since'), <When at={of.opened_at} />],
        ...figures
          .filter(([, field]) => of[field] !== 0)
          .map(([word, field]) => [word, <Money fen={of[field]} />] as const),
        ...(is_operator && of.wants_evidence === true && of.respond_by
          ? [[t('最晚交材料', 'Evidence by'), <When at={of.respond_by} />] as const]
          : []),
      ]}
    />
  )
}

/** What the provider calls the parts of an answer. */
const FIELDS: Record<string, readonly [string, string]> = {
  product_description: ['卖的是什么', 'What was sold'],
  access_activity_log: ['每次使用', 'Every use'],
  service_date: ['第一次使用的日子', 'First used on'],
  refund_policy_disclosure: ['合同全文，付款前展示并接受', 'The contract, accepted before paying'],
  cancellation_policy_disclosure: ['怎样解除', 'How it is cancelled'],
  uncategorized_text: ['我们的说明', 'Our statement'],
}

const Evidence: FC<{ of: DisputeAnswer }> = ({ of }) => {
  const t = useSay()
  const id = of.id
  const packet = Object.entries(of.evidence ?? {})
  if (of.wants_evidence !== true) return null
  return (
    <>
      {packet.length === 0 ? null : (
        <form method="post" action={`/o/disputes/${id}/submission`}>
          {key()}
          <details>
            <summary>{t('看要交的材料', 'Read the evidence')}</summary>
            {packet.map(([name, said]) => (
              <>
                <h3>{t(...(FIELDS[name] ?? [name, name]))}</h3>
                <pre tabindex={0} lang="zh-CN">
                  {said}
                </pre>
              </>
            ))}
          </details>
          <p class="note">
            {t('只能交一次；整理的人不能自己交。', 'It can be sent once, by somebody else.')}
          </p>
          <button type="submit">{t('我看过了，交给支付机构', 'Read: send it')}</button>
        </form>
      )}
      <form method="post" action={`/o/disputes/${id}/evidence`}>
        {key()}
        <Words
          name="statement"
          id={`statement-${id}`}
          label={t('给支付机构的说明', 'Statement')}
          hint={t(
            '合同、每次使用和退款会从凭证自动附上',
            'Contract, uses and refunds are added from the proof sheet',
          )}
          required
          minlength={5}
          maxlength={2000}
        />
        <button type="submit" class="plain">
          {t('整理材料', 'Put the evidence together')}
        </button>
      </form>
    </>
  )
}

const Dispute: FC<{ of: DisputeAnswer; is_operator?: boolean }> = ({ of, is_operator = false }) => {
  const t = useSay()
  return (
    <article class="card">
      <h2>
        {of.merchant_name || t('没有对应的订单', 'No order of ours')}{' '}
        <Tag is={stateTone('dispute', of.stand)}>{t(...STANDS[of.stand])}</Tag>
      </h2>
      <Figures of={of} is_operator={is_operator} />
      {is_operator ? <Evidence of={of} /> : null}
    </article>
  )
}

const ROLES = [
  ['/o/disputes', 'operator'],
  ['/b/disputes', 'bank'],
  ['/m/disputes', 'staff'],
  ['/c/disputes', 'consumer'],
] as const
for (const [here, who] of ROLES)
  page('GET', here, who, async ({ ask, c, t }) => {
    const asked = askedIn(c.req.url, ['card_id', 'cursor'])
    const disputes = await ask(listDisputesOperation, { query: asked })
    const rows = disputes.data
    return (
      <Frame title={t('付款争议', 'Payment disputes')}>
        <p class="note">
          {t(
            '付款人通过自己的银行把一笔付款拿回去。有结果以前，这笔付款剩下的钱另放着，不能使用。',
            'A payer takes a payment back at their bank. Until it is decided, what is left of it stands apart.',
          )}
        </p>
        {rows.length === 0 ? (
          <Notice is="safe">{t('没有付款争议。', 'None.')}</Notice>
        ) : (
          rows.map((one) => <Dispute of={one} is_operator={who === 'operator'} />)
        )}
        <More of={disputes} href={hrefWith(here, asked)} word={t('后面的', 'More')} />
      </Frame>
    )
  })

actPage('/o/disputes/:id/evidence', 'operator', {
  act: prepareDisputeEvidenceOperation,
  says: ({ params, form }) => ({ params, body: { statement: form.get('statement') } }),
  leads: '/o/disputes',
  again: '/o/disputes',
})
actPage('/o/disputes/:id/submission', 'operator', {
  act: submitDisputeEvidenceOperation,
  says: ({ params }) => ({ params }),
  leads: '/o/disputes',
  again: '/o/disputes',
})

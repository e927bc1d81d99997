import type { Child, FC } from 'hono/jsx'
import type { listCourtOrdersOperation, readCourtOrderOperation } from '../../courts/routes'
import { useSay } from '../around'
import type { AnswerFor } from '../door'
import { Facts, Money, Tag, When } from '../ui/text'
import { stateTone } from '../ui/tones'

export type CourtOrder = AnswerFor<
  typeof listCourtOrdersOperation,
  'bank' | 'staff' | 'regulator' | 'operator'
>['data'][number]
export type Deduction = AnswerFor<typeof readCourtOrderOperation, 'bank'>['deductions'][number]
type Pair = readonly [zh: string, en: string]
const STATES: Readonly<Record<CourtOrder['state'], Pair>> = {
  filed: ['已冻结，等核对', 'frozen, to be checked'],
  in_force: ['冻结中', 'frozen'],
  paid: ['已划拨完', 'taken whole'],
  ended: ['已结束', 'ended'],
}
const DEDUCTION_STATES: Readonly<Record<Deduction['state'], Pair>> = {
  filed: ['等复核', 'to be agreed'],
  agreed: ['划拨中', 'being paid'],
  paid: ['已划拨', 'paid'],
  ended: ['已结束', 'ended'],
}
const BASES: Readonly<Record<CourtOrder['basis'], Pair>> = {
  preservation: ['财产保全', 'preservation'],
  execution: ['执行', 'execution'],
}

/** One order: what it says of the money first, then its papers. `children`: what the reader can do about it. */
export const CourtOrderCard: FC<{ of: CourtOrder; href?: string; children?: Child }> = ({
  of,
  href,
  children,
}) => {
  const t = useSay()
  const name = `${of.merchant_name} · ${of.court}`
  return (
    <article class="card">
      <h2>
        {href === undefined ? name : <a href={href}>{name}</a>}{' '}
        <Tag is={stateTone('court_order', of.state)}>{t(...STATES[of.state])}</Tag>
      </h2>
      <p>{t(of.message, of.message_en)}</p>
      <Facts
        of={[
          [t('还冻着', 'Still frozen'), <Money fen={of.frozen_fen} />],
          [t('文书写的', 'Ordered'), <Money fen={of.amount_fen} />],
          ...(of.paid_fen > 0
            ? [[t('已划拨给法院', 'Gone to the court'), <Money fen={of.paid_fen} />] as const]
            : []),
          [t('案号', 'Case'), of.case_no],
          [t('文书号', 'Document'), of.document_no],
          [t('依据', 'Basis'), t(...BASES[of.basis])],
          [t('冻结到', 'Until'), <time>{of.until_on}</time>],
          [t('登记', 'Filed'), <When at={of.filed_at} />],
          ...(of.lifting_no === null ? [] : [[t('解除通知', 'Release'), of.lifting_no] as const]),
        ]}
      />
      {children}
    </article>
  )
}

export const DeductionCard: FC<{ of: Deduction; children?: Child }> = ({ of, children }) => {
  const t = useSay()
  return (
    <li>
      <p>
        <strong>
          <Money fen={of.amount_fen} />
        </strong>{' '}
        {of.to_holder} {of.to_account_mask}{' '}
        <Tag is={stateTone('court_deduction', of.state)}>{t(...DEDUCTION_STATES[of.state])}</Tag>
        <br />
        {t(of.message, of.message_en)}
        <br />
        <span class="small mute">
          {of.document_no} <When at={of.filed_at} />
        </span>
      </p>
      {children}
    </li>
  )
}

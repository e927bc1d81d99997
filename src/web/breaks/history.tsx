import type { Child, FC } from 'hono/jsx'
import type { readBankBreakOperation } from '../../breaks/routes'
import { useSay } from '../around'
import { endWord, officialName } from '../bank/words'
import type { AnswerFor } from '../door'
import { When } from '../ui/text'

type BankBreakAnswer = AnswerFor<typeof readBankBreakOperation, 'bank'>

/** What has happened to the break so far, oldest first, as far as its record tells. */
export const BreakHistory: FC<{ of: BankBreakAnswer; my_id: string }> = ({ of, my_id }) => {
  const t = useSay()
  const steps: Child[] = [
    <>
      {of.found_on} {t('对账时发现，看作', 'found, as')} {of.first_class}
    </>,
  ]
  if (of.first_class !== of.class)
    steps.push(
      <>
        {t('后来看作', 'then taken as')} {of.class}
      </>,
    )
  if (of.escalated_at)
    steps.push(
      <>
        <When at={of.escalated_at} /> {t('过期，已报监管部门', 'overdue: regulator told')}
      </>,
    )
  if (of.proposed_at)
    steps.push(
      <>
        <When at={of.proposed_at} />{' '}
        {officialName(t, { id: of.proposed_by, name: of.proposed_by_name }, my_id)}{' '}
        {t('提议：', 'proposed: ')}
        {endWord(t, of.proposal ?? '')}。{of.proposal_note}
      </>,
    )
  else if (of.proposal_note)
    steps.push(
      <>
        {t('提议被退回：', 'sent back: ')}
        {of.proposal_note}
      </>,
    )
  if (of.resolved_at)
    steps.push(
      <>
        <When at={of.resolved_at} />{' '}
        {officialName(t, { id: of.resolved_by, name: of.resolved_by_name }, my_id)}{' '}
        {t('复核通过', 'approved')}
      </>,
    )
  if (of.cleared_on)
    steps.push(
      <>
        {of.cleared_on} {t('两边一致，自动核销', 'cleared itself')}
      </>,
    )
  return (
    <div class="card">
      <h2>{t('经过', 'History')}</h2>
      <ol class="hist">
        {steps.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
    </div>
  )
}

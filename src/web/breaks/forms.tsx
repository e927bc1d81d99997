import type { FC } from 'hono/jsx'
import type { readBankBreakOperation } from '../../breaks/routes'
import { useSay } from '../around'
import { endWord, officialName, signed } from '../bank/words'
import { type AnswerFor, key } from '../door'
import { Choice, Field, Words } from '../ui/form'
import { Empty } from '../ui/text'
import { type Booking, bookingWords } from './parts'

type BankBreakAnswer = AnswerFor<typeof readBankBreakOperation, 'bank'>

/** What pressing the button will do to the books, said before it is pressed. */
const Will: FC<{ end: string; bookings: readonly Booking[] }> = ({ end, bookings }) => {
  const t = useSay()
  if (end === 'match')
    return (
      <p>
        {t(
          '两边的钱数本来就相等：只记下“就是这一笔”，不记分录，余额不变。',
          'Both sides are equal: nothing is booked.',
        )}
      </p>
    )
  if (end === 'make_good')
    return (
      <p>
        {t(
          '这是别的钱来补这家店的缺口：记入“待查，少的”，缺口就小了这么多；不能比缺口多。',
          'Other money that fills what this shop lacks; never more than that.',
        )}
      </p>
    )
  if (end === 'give_back')
    return (
      <p>
        {t(
          '这是待查的钱退回了原处：从“待查，多的”里减掉，不算缺口；不能比待查的多。',
          'What nobody owned went back where it came from; it is no shortfall, and never more than was found.',
        )}
      </p>
    )
  if (end === 'note')
    return <p>{t('只写明原因，不记分录，余额不变。', 'Only the reason is kept.')}</p>
  return (
    <>
      {bookings.map((booking) => (
        <p>{bookingWords(t, booking)}</p>
      ))}
    </>
  )
}

/** The maker's form. A proposal moves nothing: another official has to approve it. */
export const MakerForm: FC<{ of: BankBreakAnswer; bookings: readonly Booking[] }> = ({
  of,
  bookings,
}) => {
  const t = useSay()
  const ends = of.may_end_as
  if (ends.length === 0)
    return (
      <Empty>
        {t(
          '这是时间差：明天的对账单上有了就自动核销，不用人处理。',
          'Timing: it clears itself tomorrow.',
        )}
      </Empty>
    )
  const again = of.state === 'proposed'
  const form = (
    <form method="post" action={`/b/breaks/${of.id}/proposal`} class={again ? undefined : 'card'}>
      {again ? null : <h2>{t('提议怎样解决', 'Propose')}</h2>}
      {key()}
      {ends.map((end) => (
        <Will end={end} bookings={bookings} />
      ))}
      <Choice
        name="proposal"
        label={t('怎样解决', 'How')}
        of={ends.map((end) => [end, endWord(t, end)])}
      />
      {ends.includes('make_good') ? (
        <Field
          name="payer"
          label={t('补缺口的钱是谁出的', 'Who pays it')}
          hint={t('只有选“补足缺口”时填，例如“本行退还误收的手续费”', 'Only for making good')}
        />
      ) : null}
      {ends.includes('give_back') ? (
        <Field
          name="payer"
          label={t('退给了谁', 'To whom it went back')}
          hint={t('只有选“待查的钱退回了原处”时填', 'Only where what was found went back')}
        />
      ) : null}
      <Words
        name="note"
        label={t('理由', 'Reason')}
        hint={t('写明查到了什么，2 到 300 字', '2 to 300 characters')}
        required
        minlength={2}
        maxlength={300}
      />
      <button type="submit">{t('提议，等同事复核', 'Propose')}</button>
      <p class="note">{t('提议不动钱，复核通过才记账。', 'Nothing moves until it is checked.')}</p>
    </form>
  )
  if (!again) return form
  return (
    <details class="card">
      <summary>{t('改成别的提议', 'Propose something else')}</summary>
      {form}
    </details>
  )
}

/** The checker's forms: what was proposed, by whom, what it will change; approve, or send back with a reason. */
export const CheckerForms: FC<{
  of: BankBreakAnswer
  my_id: string
  bookings: readonly Booking[]
}> = ({ of, my_id, bookings }) => {
  const t = useSay()
  const at = `/b/breaks/${of.id}`
  const proposal = of.proposal ?? ''
  return (
    <div class="card work">
      <h2>{t('等复核的提议', 'The proposal')}</h2>
      <p>
        <strong>{endWord(t, proposal)}</strong> ·{' '}
        {officialName(t, { id: of.proposed_by, name: of.proposed_by_name }, my_id)}
      </p>
      {of.payer ? (
        <p>
          {proposal === 'give_back'
            ? t(`退给：${of.payer}`, `Went back to: ${of.payer}`)
            : t(`出钱的：${of.payer}`, `Paid by: ${of.payer}`)}
        </p>
      ) : null}
      <p>{t(`理由：${of.proposal_note ?? ''}`, `Reason: ${of.proposal_note ?? ''}`)}</p>
      <Will end={proposal} bookings={bookings} />
      {of.proposed_by === my_id ? (
        <p class="notice warn">
          {t(
            '这是您自己提议的。为防一个人说了算，须由另一位同事复核。',
            'You proposed this: somebody else has to check it.',
          )}
        </p>
      ) : (
        <form method="post" action={`${at}/approval`}>
          {key()}
          <input type="hidden" name="proposal" value={proposal} />
          <input type="hidden" name="difference_fen" value={String(of.difference_fen)} />
          <button type="submit">
            {t(
              `复核通过（${signed(of.difference_fen)}）`,
              `Approve (${signed(of.difference_fen)})`,
            )}
          </button>
        </form>
      )}
      <details>
        <summary>{t('退回这个提议', 'Send it back')}</summary>
        <form method="post" action={`${at}/rejection`}>
          {key()}
          <Words
            name="note"
            id="rejection-note"
            label={t('为什么退回', 'Why')}
            required
            minlength={2}
            maxlength={300}
          />
          <button type="submit" class="plain">
            {t('退回', 'Send back')}
          </button>
        </form>
      </details>
    </div>
  )
}

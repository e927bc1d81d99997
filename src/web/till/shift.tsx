import type { FC } from 'hono/jsx'
import type { readShiftOperation } from '../../corrections/shift'
import { useSay } from '../around'
import type { AnswerFor } from '../door'
import { Counted } from '../figures/history'
import { Clock, Money } from '../ui/text'

type ShiftAnswer = AnswerFor<typeof readShiftOperation, 'staff'>

/** One's own day at the till: the last ten uses with the way to void them, and what they come to. Nobody else's. */
export const Shift: FC<{ of: ShiftAnswer }> = ({ of }) => {
  const t = useSay()
  return (
    <>
      <h2>
        {t('我的最近十笔', 'My last ten')}{' '}
        <span class="small mute">
          {t('今天的可以撤销，钱回到卡里', 'Today’s can be voided: the money goes back')}
        </span>
      </h2>
      {of.latest.length === 0 ? (
        <p class="small mute">{t('今天还没有核销。', 'Nothing was redeemed today.')}</p>
      ) : (
        <ul class="uses">
          {of.latest.map((use) => (
            <li>
              <Clock at={use.ended_at ?? use.started_at} />
              <a href={`/m/redemptions/${use.id}`}>{use.label}</a>
              <Counted use={use} />
              {use.may.includes('void') ? (
                <a
                  class="button plain mini danger"
                  href={`/m/redemptions/${use.id}?undo=1#correct`}
                >
                  {t('撤销', 'Void')}
                </a>
              ) : (
                <span></span>
              )}
            </li>
          ))}
        </ul>
      )}
      <p class="mine">
        <b>{t('我这一班', 'My shift')}</b>{' '}
        {of.first_at === null ? null : (
          <>
            <Clock at={of.first_at} /> {t('起', 'on')}{' '}
          </>
        )}
        {t(`${of.uses_count} 笔`, `${of.uses_count} uses`)}{' '}
        <b>
          <Money fen={of.sum_fen} />
        </b>
        {of.visits_count > 0 ? ` ${t(`${of.visits_count} 次`, `${of.visits_count} visits`)}` : null}
        {of.voided_count > 0 ? (
          <span class="mute"> {t(`撤销 ${of.voided_count} 笔`, `${of.voided_count} voided`)}</span>
        ) : null}
      </p>
    </>
  )
}

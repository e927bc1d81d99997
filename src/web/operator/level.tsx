import type { FC } from 'hono/jsx'
import {
  confirmMerchantLevelOperation,
  type readMerchantLevelOperation,
  setMerchantLevelOperation,
} from '../../levels/level'
import { LEVELS } from '../../levels/rules'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key } from '../door'
import { Choice, Words } from '../ui/form'
import { Notice, When } from '../ui/text'

type MerchantLevelAnswer = AnswerFor<typeof readMerchantLevelOperation, 'operator'>
type WaitingAnswer = NonNullable<
  AnswerFor<typeof readMerchantLevelOperation, 'operator'>['waiting']
>

/** A raise that waits for another person, or nothing. */
export const Raise: FC<{ level: MerchantLevelAnswer }> = ({ level }) =>
  level.waiting === null ? null : <Waiting level={level} waiting={level.waiting} />

/** The shop's level, and the form to grade it. */
export const Grade: FC<{ level: MerchantLevelAnswer }> = ({ level }) => {
  const t = useSay()
  return (
    <form method="post" action={`/o/merchants/${level.merchant_id}/level`} class="card">
      {key()}
      <h2>{t('信用等级', 'Credit grade')}</h2>
      <p>
        {t('现在 ', 'Now ')}
        <strong>{level.level}</strong>
        {t(
          '。等级只决定店家能否预支。降级马上生效；升级要另一位同事复核。',
          '. It only decides about advances. Lower counts at once; higher needs a colleague.',
        )}
      </p>
      <Choice
        name="level"
        label={t('评为', 'Set to')}
        value={level.level}
        of={[...LEVELS].reverse().map((one) => [one, one] as const)}
      />
      <Words name="reason" label={t('理由', 'Reason')} required minlength={4} maxlength={200} />
      <button type="submit" class="plain">
        {t('评定', 'Set')}
      </button>
    </form>
  )
}

const Waiting: FC<{ level: MerchantLevelAnswer; waiting: WaitingAnswer }> = ({
  level,
  waiting,
}) => {
  const t = useSay()
  const is_own = waiting.is_own
  return (
    <form
      method="post"
      action={`/o/merchants/${level.merchant_id}/level-confirmation`}
      class="card"
    >
      {key()}
      <h2>{t('等复核的升级', 'A raise waits for a colleague')}</h2>
      <p>
        {level.level} → <strong>{waiting.level}</strong>
        {t('，理由：', ', because: ')}
        {waiting.reason} · <When at={waiting.proposed_at} />
      </p>
      <Notice is="warn">
        {is_own
          ? t('这是您提议的，须由另一位同事复核。', 'You proposed it; a colleague must agree.')
          : t(
              '同意后，这家店马上可以按新等级预支：覆盖率会随之降低。',
              'Once agreed the shop may take advances at the new level: its coverage falls.',
            )}
      </Notice>
      <input type="hidden" name="proposal_id" value={waiting.id} />
      <Words name="note" label={t('复核意见', 'Note')} required minlength={4} maxlength={200} />
      <p class="buttons">
        {is_own ? null : (
          <button type="submit" name="agreed" value="yes">
            {t('同意升级', 'Agree')}
          </button>
        )}
        <button type="submit" name="agreed" value="no" class="plain">
          {is_own ? t('收回提议', 'Withdraw') : t('不同意', 'Refuse')}
        </button>
      </p>
    </form>
  )
}

actPage('/o/merchants/:id/level', 'operator', {
  act: setMerchantLevelOperation,
  says: ({ params, form }) => ({
    params,
    body: { level: form.get('level') ?? '', reason: form.get('reason')?.trim() ?? '' },
  }),
  leads: ({ id }) => `/o/merchants/${id}`,
  again: '/o/merchants/:id',
})
actPage('/o/merchants/:id/level-confirmation', 'operator', {
  act: confirmMerchantLevelOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      proposal_id: form.get('proposal_id') ?? '',
      agreed: form.get('agreed') === 'yes',
      note: form.get('note')?.trim() ?? '',
    },
  }),
  leads: ({ id }) => `/o/merchants/${id}`,
  again: '/o/merchants/:id',
})

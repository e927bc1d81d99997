import type { FC } from 'hono/jsx'
import type { readEndingOperation } from '../../ends/routes'
import { useAround, useSay } from '../around'
import { type AnswerFor, key } from '../door'
import { Words } from '../ui/form'
import { Facts, Money, Notice, When } from '../ui/text'

type EndingAnswer = AnswerFor<typeof readEndingOperation, 'regulator'>

const who = (name: string | null, at: string | null) => (
  <>
    {name === null ? null : `${name}，`}
    {at === null ? '—' : <When at={at} />}
  </>
)
const acted = (word: string, name: string | null, at: string | null) =>
  at === null ? [] : [[word, who(name, at)] as const]

export const hasEvidence = (ending: EndingAnswer): boolean => ending.record !== null

/** The evidence as it was written, and who did what when: before the second official decides, and ever after. */
export const Evidence: FC<{ ending: EndingAnswer }> = ({ ending }) => {
  const t = useSay()
  const record = ending.record
  if (record === null) return null
  return (
    <section class="card" aria-label={t('证据', 'Evidence')}>
      <h2>{t('证据', 'Evidence')}</h2>
      <Facts
        of={[
          [t('报告人', 'Reported by'), who(record.reporter_name, record.reported_at)],
          [t('原因', 'Why'), ending.reason],
          ...acted(t('确认人', 'Confirmed by'), record.confirmer_name, record.confirmed_at),
          ...acted(t('撤销人', 'Dismissed by'), record.dismisser_name, record.dismissed_at),
        ]}
      />
      <blockquote>
        {record.evidence.split('\n').map((line) => (
          <p>{line}</p>
        ))}
      </blockquote>
    </section>
  )
}

/** What will happen, said before the button: one official reported, another one presses it. */
export const Confirm: FC<{ ending: EndingAnswer }> = ({ ending }) => {
  const t = useSay()
  const refused = useAround().refusal !== null
  const record = ending.record
  const effect = record?.effect
  const id = ending.id
  const cards = effect?.cards_count ?? 0
  return (
    <section class="card">
      <h2>{t('确认还是撤销', 'Confirm or dismiss')}</h2>
      <Notice is="warn">
        <p>
          {t(
            `确认后：继续停止充值和出款，并为 ${cards} 张卡退回没用完的钱，现在合计 `,
            `If confirmed: sales and payouts stay stopped, and ${cards} cards are refunded what is left, now `,
          )}
          <strong>
            <Money fen={effect?.owed_fen ?? 0} />
          </strong>
          {t('。确认后不能收回。', '. It cannot be undone.')}
        </p>
        <Short fen={effect?.short_fen ?? 0} />
      </Notice>
      {record?.may_confirm === true ? (
        <form method="post" action={`/r/incidents/${id}/confirmation`}>
          {key()}
          <p class="note">
            {t(
              `报告人是${record?.reporter_name ?? ''}；您是另一位，可以确认。请先看完上面的证据。`,
              `${record?.reporter_name ?? ''} reported; you are another official and may confirm. Read the evidence first.`,
            )}
          </p>
          <button type="submit" class="danger">
            {t(`确认失联，为 ${cards} 张卡退款`, `Confirm and refund ${cards} cards`)}
          </button>
        </form>
      ) : (
        <p class="note">
          {t(
            record?.is_own
              ? '是您报告的：须由另一位监管人员看过证据后确认，您不能自己确认。'
              : '还没有人去店门口看过：先派巡查，看到关着门才能确认、才退款。',
            record?.is_own
              ? 'You reported this: another official has to read the evidence and confirm.'
              : 'Nobody has been at the door: a patrol has to find it shut before anybody is refunded.',
          )}
        </p>
      )}
      <details open={refused}>
        <summary>{t('不是失联，撤销', 'Not so: dismiss')}</summary>
        <form method="post" action={`/r/incidents/${id}/dismissal`}>
          {key()}
          <Words
            name="reason"
            label={t('为什么撤销', 'Why')}
            hint={t('撤销后恢复出款；没有动钱。', 'Payouts go on; no money moved.')}
            required
            maxlength={200}
          />
          <button type="submit" class="plain">
            {t('撤销这个事件', 'Dismiss')}
          </button>
        </form>
      </details>
    </section>
  )
}
const Short: FC<{ fen: number }> = ({ fen }) => {
  const t = useSay()
  return fen === 0 ? null : (
    <p>
      {t('其中 ', 'Of it ')}
      <strong>
        <Money fen={fen} />
      </strong>
      {t(
        ' 没有钱对着：先用店家应得的和保证金补，补不上的各卡同一比例少退，仍欠他们。',
        ' is not covered: what the shop earned and its deposit come first; the rest is borne by all cards alike and stays owed.',
      )}
    </p>
  )
}

import type { FC } from 'hono/jsx'
import {
  answerWhistleOperation,
  blowWhistlesOperation,
  type readIncidentFileOperation,
  readIncidentReferralOperation,
  scoreWhistleOperation,
} from '../../incidents/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { FOUND_WORDS } from '../inspections/words'
import { Effect, Strip } from '../look/desk'
import { Choice, Words } from '../ui/form'
import { Grid } from '../ui/table'
import { Facts, Money, Tag, When } from '../ui/text'
import { stateTone } from '../ui/tones'

type File = AnswerFor<typeof readIncidentFileOperation, 'regulator'>
type Whistle = File['whistles'][number]

const STATES: Record<Whistle['state'], readonly [zh: string, en: string]> = {
  waiting: ['等回应', 'waiting'],
  late: ['超时没有回应', 'late'],
  answered: ['按时回应', 'answered in time'],
  answered_late: ['超时才回应', 'answered late'],
}

/** What of the refunds is opened, on its way, there, and failed: never one figure for the four. */
export const Arrivals: FC<{ of: File }> = ({ of }) => {
  const t = useSay()
  const { opened, on_the_way, arrived, failed } = of.refunds
  const fact = (word: string, { count, fen }: { count: number; fen: number }) => ({
    word,
    figure: <Money fen={fen} />,
    note: t(`${count} 笔`, String(count)),
  })
  return (
    <Strip
      label={t('退款到哪里了', 'Where the refunds are')}
      of={[
        fact(t('已开出', 'Opened'), opened),
        fact(t('已到账', 'Arrived'), arrived),
        fact(t('在路上', 'On the way'), on_the_way),
        fact(t('没退成、等账户', 'Failed, waits for an account'), failed),
      ]}
    />
  )
}

const Answer: FC<{ of: Whistle; id: string }> = ({ of, id }) => {
  const t = useSay()
  if (of.answered_at === null)
    return (
      <form method="post" action={`/r/incidents/${id}/whistles/${of.id}/answer`}>
        {key()}
        <Words
          name="answer"
          id={`answer-${of.unit}`}
          label={t('来了、做了什么', 'What it did')}
          required
          maxlength={500}
        />
        <button type="submit" class="mini plain">
          {t('记下', 'Record')}
        </button>
      </form>
    )
  return (
    <>
      <When at={of.answered_at} /> {of.answer}
      {of.score === null ? null : t(`（${of.score} 分）`, ` (${of.score} of 5)`)}
      {of.may_score ? (
        <form method="post" action={`/r/incidents/${id}/whistles/${of.id}/score`}>
          {key()}
          <Choice
            name="score"
            id={`score-${of.unit}`}
            label={t('打分', 'Score')}
            of={['5', '4', '3', '2', '1'].map((n) => [n, n] as const)}
          />
          <button type="submit" class="mini plain">
            {t('打分', 'Score')}
          </button>
        </form>
      ) : null}
    </>
  )
}

/** Who was called, by when, what they did, and how whoever called them scores it. */
export const Whistles: FC<{ of: File }> = ({ of }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('吹哨：谁来、多久', 'Who was called, by when')}</h2>
      {of.may_whistle ? (
        <form method="post" action={`/r/incidents/${of.incident_id}/whistles`} class="noprint">
          {key()}
          <Effect>
            {t(
              '同时叫上这个区市的每个响应单位，各有时限；来了由您记下，事后由您打分。',
              'Every unit of the district is called at once, each with its clock; you record and score them.',
            )}
          </Effect>
          <button type="submit">{t('吹哨', 'Call them')}</button>
        </form>
      ) : (
        <Grid
          caption={t('叫了谁', 'Called')}
          words={[0, 2, 3]}
          head={[t('单位', 'Unit'), t('最晚', 'Due'), t('状态', 'State'), t('做了什么', 'Answer')]}
          rows={of.whistles.map((one) => [
            one.unit_name,
            <When at={one.due_at} />,
            <Tag is={stateTone('whistle', one.state)}>{t(...STATES[one.state])}</Tag>,
            <Answer of={one} id={of.incident_id} />,
          ])}
        />
      )}
      <p class="buttons links noprint">
        <a class="button plain" href={`/r/incidents/${of.incident_id}/referral`}>
          {t('移送材料包', 'Papers for the police')}
        </a>
      </p>
    </section>
  )
}

const again = '/r/incidents/:id'
actPage('/r/incidents/:id/whistles', 'regulator', {
  act: blowWhistlesOperation,
  says: ({ params }) => ({ params }),
  leads: ({ id }) => `/r/incidents/${id}`,
  again,
})
actPage('/r/incidents/:id/whistles/:whistle_id/answer', 'regulator', {
  act: answerWhistleOperation,
  says: ({ params, form }) => ({
    params: { id: params.whistle_id },
    body: { answer: form.get('answer')?.trim() ?? '' },
  }),
  leads: ({ id }) => `/r/incidents/${id}`,
  again,
})
actPage('/r/incidents/:id/whistles/:whistle_id/score', 'regulator', {
  act: scoreWhistleOperation,
  says: ({ params, form }) => ({
    params: { id: params.whistle_id },
    body: { score: Number(form.get('score') ?? '') },
  }),
  leads: ({ id }) => `/r/incidents/${id}`,
  again,
})

/** What is handed to the police, on paper: who, what was seen, what each card is owed, and the hash of it all. */
page('GET', '/r/incidents/:id/referral', 'regulator', async ({ ask, params, t }) => {
  const { content, content_hash } = await ask(readIncidentReferralOperation, { params })
  const { merchant } = content
  return (
    <Frame title={t(`${merchant.name} 移送材料`, `${merchant.name}: papers for the police`)}>
      <p class="small">
        SHA-256 <code>{content_hash}</code>
      </p>
      <Facts
        of={[
          [t('地址', 'Address'), merchant.address],
          [t('执照号', 'Licence'), merchant.licence_no],
          [t('法定代表人', 'Representative'), merchant.legal_representative],
          [t('原因', 'Why'), content.reason],
          [t('证据', 'Evidence'), content.evidence],
          [t('报告', 'Reported'), <When at={content.reported_at} />],
          [t('报告人', 'Reported by'), content.reported_by ?? '—'],
          [t('确认人', 'Confirmed by'), content.confirmed_by ?? '—'],
          [t('欠顾客', 'Owed'), <Money fen={content.owed_fen} />],
        ]}
      />
      <h2>{t('巡查', 'Patrols')}</h2>
      <ul class="card list">
        {content.findings.map((one) => (
          <li>
            <span>
              <When at={one.seen_at} /> {one.by_name}：
              {t(...(FOUND_WORDS[one.found as keyof typeof FOUND_WORDS] ?? ['', '']))}，{one.note}
              {one.photo_hashes.map((hash) => (
                <>
                  <br />
                  <code>{hash}</code>
                </>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <h2>{t('每张卡', 'Each card')}</h2>
      <Grid
        caption={t('每张卡', 'Each card')}
        head={[t('卡', 'Card'), t('欠', 'Owed'), t('先退', 'Covered'), t('退款', 'Refund')]}
        words={[3]}
        rows={content.cards.map((one) => [
          one.card,
          <Money fen={one.owed_fen} />,
          <Money fen={one.covered_fen} />,
          one.refund ?? '—',
        ])}
      />
      <p class="note">
        {t(
          '持卡人是谁不在这里：凭案号另办手续。',
          'Who the holders are is not here: that takes a case number.',
        )}
      </p>
    </Frame>
  )
})

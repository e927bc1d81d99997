import type { FC } from 'hono/jsx'
import {
  listCaseEntriesOperation,
  listCaseHandlersOperation,
  readCaseOperation,
} from '../../cases/routes'
import { districtName, sectorName } from '../../kernel/city'
import { useSay } from '../around'
import { type AnswerFor, page } from '../door'
import { Level } from '../figures/level'
import { Frame } from '../frame'
import { Hist, Strip } from '../look/desk'
import { More } from '../ui/table'
import { Facts, Money, Notice, Tag, When } from '../ui/text'
import { Acts } from './case-forms'
import { entryWords, OUTCOME_WORDS, reasonNext } from './case-words'

type Case = AnswerFor<typeof readCaseOperation, 'regulator'>
type Entries = AnswerFor<typeof listCaseEntriesOperation, 'regulator'>

/** How it ended, by whom, in their words. */
const Ended: FC<{ of: Case }> = ({ of }) => {
  const t = useSay()
  if (of.outcome === null || of.closed_at === null) return null
  const [zh, en] = OUTCOME_WORDS[of.outcome] ?? [of.outcome, of.outcome]
  return (
    <Notice is="safe">
      <p>
        {t(`已办结：${zh}`, `Closed: ${en}`)}
        {t('，', ', ')}
        {of.closer_name === null ? '' : `${of.closer_name} `}
        <When at={of.closed_at} />
      </p>
      {of.closed_note === null ? null : <p>{of.closed_note}</p>}
    </Notice>
  )
}

const Figures: FC<{ of: Case }> = ({ of }) => {
  const t = useSay()
  return (
    <Strip
      label={t('要紧的数', 'Key figures')}
      of={[
        {
          word: t('欠顾客', 'Owed to customers'),
          figure: of.stake_fen === null ? '—' : <Money fen={of.stake_fen} />,
          note: of.holders === null ? null : t(`${of.holders} 张卡有钱`, `${of.holders} cards`),
        },
        {
          word: t('谁在办', 'Who has it'),
          figure: of.is_mine ? t('您', 'you') : (of.assignee_name ?? t('没人办', 'nobody')),
        },
        {
          word: t('到期', 'Due'),
          figure: <time>{of.due_on}</time>,
          note: of.is_overdue ? (
            <Tag is="bad">{t('过期了', 'overdue')}</Tag>
          ) : of.extended_at === null ? null : (
            t('延期过一次', 'extended once')
          ),
        },
        {
          word: t('上次上门', 'Last visit'),
          figure: of.visited_at === null ? t('还没有', 'none') : <When at={of.visited_at} />,
        },
      ]}
    />
  )
}

const Reasons: FC<{ of: Case }> = ({ of }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('为什么', 'Why')}</h2>
      {of.reasons.length === 0 ? (
        <p class="note">
          {t(
            '上次看时没有事；再过两周没有，自行了结。',
            'Nothing at the last look; two weeks of it end the case.',
          )}
        </p>
      ) : (
        <ul class="worklist">
          {of.reasons.map((reason) => {
            const next = reasonNext(reason)
            return (
              <li>
                <Level n={reason.level} />
                <span>
                  {t(reason.message, reason.message_en)}
                  {reason.money_fen > 0 ? (
                    <span class="small mute also">
                      {t('涉及 ', 'At stake ')}
                      <Money fen={reason.money_fen} />
                    </span>
                  ) : null}
                </span>
                {next ? (
                  <a class="button plain" href={next.href}>
                    {t(next.zh, next.en)}
                  </a>
                ) : null}
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}

const History: FC<{ of: Entries; id: string }> = ({ of, id }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('经过', 'History')}</h2>
      <Hist
        of={of.data.map((entry) => (
          <>
            <When at={entry.at} /> {entry.by_name ?? t('平台', 'the platform')}{' '}
            <b>{t(...entryWords(entry))}</b>
            {entry.note === null ? null : (
              <>
                <br />
                {entry.note}
              </>
            )}
          </>
        ))}
      />
      <More of={of} href={`/r/cases/${id}`} word={t('更早的', 'Earlier')} />
    </section>
  )
}

const Whom: FC<{ of: Case }> = ({ of }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('找谁', 'Whom to find')}</h2>
      <Facts
        of={[
          [t('地址', 'Address'), of.address],
          ...of.contacts.map(
            ({ name, phone_mask }) => [t('店主', 'Owner'), `${name} ${phone_mask}`] as const,
          ),
        ]}
      />
    </section>
  )
}

/** One case: why, how much, who has it until when; what may be done, each with its effect; what happened so far. */
page('GET', '/r/cases/:id', 'regulator', async ({ ask, params, t, c, city }) => {
  const cursor = c.req.query('cursor')
  const [of, entries] = await Promise.all([
    ask(readCaseOperation, { params }),
    ask(listCaseEntriesOperation, { params, query: { limit: '50', cursor } }),
  ])
  const { handlers } = of.may.assign
    ? await ask(listCaseHandlersOperation, { params })
    : { handlers: [] }
  return (
    <Frame
      title={of.merchant_name}
      lead={
        <>
          <Level n={of.level} /> {districtName(city, of.district)} · {sectorName(city, of.sector)}
        </>
      }
      acts={
        <>
          <a class="button plain" href={`/r/shops/${of.merchant_id}`}>
            {t('看这家店', 'The shop')}
          </a>
          <a class="button plain" href={`/r/shops/${of.merchant_id}/dossier`}>
            {t('卷宗', 'Dossier')}
          </a>
        </>
      }
    >
      <Ended of={of} />
      <Figures of={of} />
      {of.earlier_id === null ? null : (
        <p class="note">
          <a href={`/r/cases/${of.earlier_id}`}>
            {t('上一个案件办结后又变重了', 'It got worse after the case before')}
          </a>
        </p>
      )}
      <div class="aside">
        <div>
          <Reasons of={of} />
          <History of={entries} id={of.id} />
        </div>
        <div>
          <Acts of={of} handlers={handlers} />
          <Whom of={of} />
        </div>
      </div>
    </Frame>
  )
})

import type { FC } from 'hono/jsx'
import { TEXT_MAX } from '../../clauses/read'
import { checkClausesOperation } from '../../offers/clause-routes'
import { useSay } from '../around'
import { type AnswerFor, page } from '../door'
import { Frame } from '../frame'
import { Words } from '../ui/form'
import { useHotline } from '../ui/places'
import { Notice, Tag } from '../ui/text'
import { stateTone } from '../ui/tones'

type Answer = AnswerFor<typeof checkClausesOperation>
type Sentence = Answer['sentences'][number]
type Verdict = Sentence['verdict']

/** A form of 20,000 letters, each of which is nine bytes once it is escaped. */
const FORM_BYTES_MAX = 200 * 1024

/** Anybody pastes a shop's notice and reads, sentence by sentence, what the law makes of it. Nothing is kept. */
page('GET', '/clauses', 'public', async ({ t }) => (
  <Frame sheet="public" title={t('条款体检', 'Check a shop’s terms')}>
    <p class="note">
      {t(
        '把店里的告示、会员须知、合同条款原样贴进来，一句一句看哪句依法无效、该怎么改。不用登录，不保存。',
        'Paste a notice, rules or a contract. Each sentence is judged, with the article and a lawful wording. Nothing is kept.',
      )}
    </p>
    <ClauseForm />
  </Frame>
))
page(
  'POST',
  '/clauses',
  'public',
  async ({ form, t, ask }) => {
    const text = form.get('text') ?? ''
    const answer = await ask(checkClausesOperation, { body: { text } })
    return (
      <Frame sheet="public" title={t('条款体检', 'Check a shop’s terms')}>
        <ClauseAnswer answer={answer} />
        <p class="small mute">
          {t(
            `只看文字，不代替法院。规则版本 ${answer.linter_version}。`,
            `Judged by its words alone; a court decides. Rules ${answer.linter_version}.`,
          )}
        </p>
        <WhatNow />
        <h2 class="noprint">{t('再查一段', 'Check another')}</h2>
        <ClauseForm text={text} />
      </Frame>
    )
  },
  { again: '/clauses', form_bytes_max: FORM_BYTES_MAX },
)

const ClauseForm: FC<{ text?: string }> = ({ text = '' }) => {
  const t = useSay()
  return (
    <form method="post" action="/clauses" class="card noprint">
      <Words
        name="text"
        label={t('店家怎么写的', 'What the shop wrote')}
        hint={t(
          `最多 ${TEXT_MAX} 字，一行一条也行`,
          `Up to ${TEXT_MAX} characters, one term a line if you like`,
        )}
        value={text}
        maxlength={TEXT_MAX}
        required
      />
      <button type="submit" class="block">
        {t('查一查', 'Check')}
      </button>
    </form>
  )
}

/** The verdict first, then each sentence with what was found in it. */
export const ClauseAnswer: FC<{ answer: Answer }> = ({ answer }) => {
  const t = useSay()
  const count = answer.void_sentences_count
  return (
    <section id="answer">
      {count > 0 ? (
        <Notice is="bad">
          {t(
            `有 ${count} 句依法无效：写了也不算数。`,
            `${count} ${count === 1 ? 'sentence is' : 'sentences are'} void: as if not written.`,
          )}
        </Notice>
      ) : answer.verdict === 'clear' ? (
        <Notice is="safe">{t('没有看到依法无效的话。', 'Nothing void was found.')}</Notice>
      ) : (
        <Notice is="warn">
          {t('没有一看就无效的话，有几句要留意。', 'Nothing plainly void; some to look at.')}
        </Notice>
      )}
      {answer.sentences.map((sentence) => (
        <JudgedSentence sentence={sentence} />
      ))}
    </section>
  )
}

const VERDICTS: Record<Verdict, readonly [string, string]> = {
  void: ['依法无效', 'Void'],
  prominent: ['要醒目提示', 'Must be pointed out'],
  watch: ['看情况', 'Depends'],
  clear: ['没有发现', 'Nothing found'],
}
const JudgedSentence: FC<{ sentence: Sentence }> = ({ sentence }) => {
  const t = useSay()
  const { text, verdict, findings } = sentence
  if (findings.length === 0)
    return (
      <p class="mute">
        {text} <span class="small">· {t(...VERDICTS.clear)}</span>
      </p>
    )
  return (
    <article class="card">
      <p>
        <Tag is={stateTone('clause', verdict)}>{t(...VERDICTS[verdict])}</Tag>{' '}
        <b lang="zh-CN">{text}</b>
      </p>
      {findings.map((found) => (
        <>
          <p>
            {t(found.why, found.why_en)}
            <span class="small mute"> {found.article}</span>
          </p>
          <p>
            <span class="mute">{t('可以这样写：', 'Lawful wording: ')}</span>
            {t(found.instead, found.instead_en)}
          </p>
        </>
      ))}
    </article>
  )
}

const WhatNow: FC = () => {
  const t = useSay()
  const hotline = useHotline()
  return (
    <ul class="dots noprint">
      <li>
        {t(
          '无效的话不用理会：钱照样依法退，卡照样能转让、补办。',
          'What is void binds nobody: refunds, transfers and replacements stay as the law has them.',
        )}
      </li>
      <li>
        {t(
          `店家坚持的，拨 ${hotline}，或到消费者协会、人民法院。`,
          `If the shop insists, call ${hotline}, or go to a consumer association or a court.`,
        )}
      </li>
    </ul>
  )
}

import type { FC } from 'hono/jsx'
import { useAround, useSay } from '../around'
import { Frame } from '../frame'
import { HOME } from '../nav'
import { Field, Key, Words } from './form'
import { Notice } from './text'

/** A matter may be named in the address of what is read: then it need not be typed. */
const MATTER = /\b(?:rfd|hld|pur|dsp|end|chg|brk|pyo|dep|mch)_[0-9A-HJKMNP-TV-Z]{26}\b/
const matterIn = (path: string): string => MATTER.exec(path)?.[0] ?? ''

/** Case and reason, as whoever is read of will see them. `to`: the page that is shown then. */
export const WhyForm: FC<{ to: string; reference: string }> = ({ to, reference }) => {
  const { kind } = useAround()
  const t = useSay()
  return (
    <form method="post" action={`${kind ? HOME[kind] : ''}/purposes`} class="card">
      <Key />
      <input type="hidden" name="to" value={to} />
      <input type="hidden" name="kind" value="case" />
      <Field
        name="reference_id"
        label={t('案号', 'The case')}
        hint={t(
          '退款、占用、订单、争议、差异、出款、停业、变更或店的编号；一张卡不是案子。',
          'The id of a refund, a sum set aside, an order, a dispute, a break, a payout, an ending, a change or a shop.',
        )}
        value={reference}
        required
        maxlength={40}
      />
      <Words
        name="reason"
        label={t('为什么要看', 'Why')}
        hint={t(
          '10 到 200 个字。被看的人看得到这段话，别写别人的事。',
          '10 to 200 characters. The person read of sees this; write nothing about others.',
        )}
        required
        minlength={10}
        maxlength={200}
      />
      <button type="submit">{t('记下来，接着看', 'Write it down and go on')}</button>
    </form>
  )
}

/** "What for?": asked before an official is shown anything of somebody. */
export const Why: FC<{ to: string }> = ({ to }) => {
  const { kind } = useAround()
  const t = useSay()
  return (
    <Frame title={t('为什么要看？', 'What for?')} wide={false}>
      <p>
        {t(
          '这里有个人的卡和付款。先说是为哪件事、为什么；8 小时内同一件事不用再说。谁、几时、看了什么，本人看得到。',
          'Here are somebody’s card and payments. Say for which case and why, once in eight hours. They see who read what and when.',
        )}
      </p>
      <WhyForm to={to} reference={matterIn(to)} />
      <Notice>
        {t('人命关天、来不及有案号：', 'A life at stake and no case yet: ')}
        <a class="inline" href={`${kind ? HOME[kind] : ''}/purposes`}>
          {t('紧急查阅', 'read in an emergency')}
        </a>
      </Notice>
    </Frame>
  )
}

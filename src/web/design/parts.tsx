import type { FC } from 'hono/jsx'
import { useAround, useSay } from '../around'
import { Level } from '../figures/level'
import { Disc, Icon } from '../look/icon'
import { ICON_NAMES } from '../look/icon-names'
import { Mark } from '../look/mark'
import { Tag } from '../ui/text'

/** The modes that an address can choose; dark, forced colours and paper are the browser's. */
export const Modes: FC<{ other: string }> = ({ other }) => {
  const t = useSay()
  const { path } = useAround()
  return (
    <nav class="card" aria-label={t('换一种样子', 'Another mode')}>
      <p>
        <a href={other}>{t('另一种页面', 'The other kind of page')}</a>{' '}
        <span lang="zh-CN">
          <a href={`${path}?care=1`}>长辈版</a> <a href={`${path}?care=0`}>标准版</a>{' '}
          <a href={`${path}?lang=en`} lang="en">
            English
          </a>{' '}
          <a href={`${path}?lang=zh`}>中文</a>
        </span>
      </p>
      <p class="small mute">
        {t(
          '深色、强制颜色和打印由浏览器的设置决定。',
          'Dark, forced colours and paper follow the browser.',
        )}
      </p>
    </nav>
  )
}
/** Tones, levels, mark and every picture. */
export const Colours: FC = () => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('颜色、级别和图', 'Tones, levels and pictures')}</h2>
      <p>
        <Tag>{t('一般', 'plain')}</Tag> <Tag is="safe">{t('对得上', 'ties out')}</Tag>{' '}
        <Tag is="warn">{t('等您', 'waits')}</Tag> <Tag is="bad">{t('出错', 'wrong')}</Tag>{' '}
        <Tag is="off">{t('不算数', 'void')}</Tag>
      </p>
      <p>
        {[1, 2, 3, 4, 5].map((n) => (
          <>
            <Level n={n} />{' '}
          </>
        ))}
      </p>
      <div class="between">
        <Mark />
        <Disc is="landmark" tone="safe" />
        <Disc is="clock" tone="warn" />
        <Disc is="x" tone="bad" />
        <Disc is="ban" tone="off" />
      </div>
      <div class="between">
        {ICON_NAMES.map((name) => (
          <Icon is={name} />
        ))}
      </div>
    </section>
  )
}

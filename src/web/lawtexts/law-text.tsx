import { INTERPRETATION } from '../../law/texts'
import { page } from '../door'
import { Frame } from '../frame'

/** The whole judicial interpretation as it is in force, every article, paragraph and item at an address of its own. */
page('GET', '/law/prepaid', 'public', async ({ t }) => (
  <Frame sheet="public" title={INTERPRETATION.title} only_zh>
    <p class="small mute">
      {INTERPRETATION.number}，{INTERPRETATION.passed}，{t('施行日期 ', 'in force since ')}
      {INTERPRETATION.in_force_from}。{INTERPRETATION.source}。
    </p>
    <div lang="zh-CN">
      <p>{INTERPRETATION.preamble}</p>
      {INTERPRETATION.articles.map(({ article, paragraphs }) => (
        <section id={`a${article}`}>
          {paragraphs.map(({ text, items }, i) => (
            <>
              <p id={`a${article}-${i + 1}`}>
                {i === 0 ? (
                  <b>
                    <a href={`#a${article}`}>{nameOf(article)}</a>　
                  </b>
                ) : null}
                {text}
              </p>
              {items.map((item, n) => (
                <p id={`a${article}-${i + 1}-${n + 1}`}>{item}</p>
              ))}
            </>
          ))}
        </section>
      ))}
    </div>
    <p>
      <a class="button" href="/calculator">
        {t('用计算器算一算', 'To the calculator')}
      </a>
    </p>
  </Frame>
))
const nameOf = (article: number): string => `第 ${article} 条`

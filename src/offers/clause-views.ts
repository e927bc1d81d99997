import * as z from 'zod'
import {
  citation,
  clauseKind,
  KIND_IDS,
  kindArticles,
  type Severity,
  type Under,
} from '../clauses/kinds'
import { type Judged, LINTER_VERSION, TEXT_MAX } from '../clauses/read'

/** A shop's notice or terms as they hang on its wall, and what the law makes of each sentence. */
export const NewClauseCheck = z
  .strictObject({
    text: z
      .string()
      .min(1)
      .max(TEXT_MAX)
      .meta({ description: `店堂告示、会员须知、合同条款，原样贴进来，最多 ${TEXT_MAX} 字` }),
  })
  .meta({
    id: 'NewClauseCheck',
    examples: [{ text: '本卡一经售出概不退款。请提前两小时预约。' }],
  })

const VERDICTS = ['void', 'prominent', 'watch', 'clear'] as const
const Verdict = z.enum(VERDICTS).meta({
  description:
    'void：依法无效；prominent：可以约定，但要醒目提示；watch：要看具体情况；clear：没有发现',
})
const Source = z
  .strictObject({
    law: z.string().meta({ description: '法律或司法解释的名字' }),
    article: z.int(),
    paragraph: z.int().nullable().meta({ description: '第几款；整条为 null' }),
    item: z.int().nullable().meta({ description: '第几项；没有为 null' }),
  })
  .meta({ id: 'ClauseSource' })
const Finding = z
  .strictObject({
    kind: z.enum(KIND_IDS).meta({ description: '对消费者做了什么' }),
    name: z.string(),
    name_en: z.string(),
    severity: z
      .enum(['void', 'prominent', 'watch'])
      .meta({ description: '依法无效、要醒目提示，还是看情况' }),
    excerpt: z.string().meta({ description: '有问题的原话' }),
    article: z.string().meta({ description: '依据的条文' }),
    sources: z.array(Source).meta({ description: '依据的条、款、项' }),
    why: z.string().meta({ description: '为什么' }),
    why_en: z.string().meta({ description: '为什么，英文' }),
    instead: z.string().meta({ description: '合法的写法' }),
    instead_en: z.string().meta({ description: '合法的写法，英文' }),
  })
  .meta({ id: 'ClauseFinding' })
export const ClauseCheck = z
  .strictObject({
    object: z.literal('clause_check'),
    linter_version: z.string().meta({ description: '用的是哪一版规则' }),
    verdict: Verdict,
    void_sentences_count: z.int().min(0).meta({ description: '依法无效的有几句' }),
    sentences: z
      .array(
        z.strictObject({
          text: z.string(),
          verdict: Verdict,
          findings: z.array(Finding).meta({ description: '这一句里发现了什么；没有为空' }),
        }),
      )
      .meta({ description: '一句一句，按原来的先后' }),
  })
  .meta({ id: 'ClauseCheck', description: '一句一句看：哪句依法无效、依据哪条、怎么改' })

type Check = z.input<typeof ClauseCheck>
/** The judgement as anybody reads it. */
export function presentCheck(judged: readonly Judged[], under: Under): Check {
  const sentences = judged.map(({ text, findings }) => ({
    text,
    verdict: gravest(findings.map(({ severity }) => severity)),
    findings: findings.map((finding) => presentFinding(finding, under)),
  }))
  return {
    object: 'clause_check',
    linter_version: LINTER_VERSION,
    verdict: gravest(sentences.map(({ verdict }) => verdict)),
    void_sentences_count: sentences.filter(({ verdict }) => verdict === 'void').length,
    sentences,
  }
}

function presentFinding({ kind, severity, excerpt }: Judged['findings'][number], under: Under) {
  const { name, why, instead } = clauseKind(kind)
  const articles = kindArticles(kind, under)
  return {
    kind,
    severity,
    excerpt,
    name: name.zh,
    name_en: name.en,
    article: articles.map(citation).join('、'),
    sources: articles,
    why: why.zh,
    why_en: why.en,
    instead: instead.zh,
    instead_en: instead.en,
  }
}

const gravest = (said: readonly (Severity | 'clear')[]): Severity | 'clear' =>
  VERDICTS.find((verdict) => said.includes(verdict)) ?? 'clear'

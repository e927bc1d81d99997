import type { AnswerFor } from '../../identity/answer-for'
import type { readMandateOperation } from '../../mandates/desk-routes'
import { PAPERS, RELATIONS } from '../../mandates/rules'
import type { Say } from '../around'

export type MandateAnswer = AnswerFor<typeof readMandateOperation>
type Pair = readonly [zh: string, en: string]

const CAUSE: Record<MandateAnswer['cause'], Pair> = {
  death: ['去世，由继承人接手', 'died: heirs take over'],
  incapacity: ['没有行为能力，由监护人照看', 'cannot act: a guardian looks after it'],
  minority: ['未成年，由监护人照看', 'is a minor: a guardian looks after it'],
}
export const causeName = (cause: MandateAnswer['cause'], t: Say): string => t(...CAUSE[cause])

const STATE: Record<MandateAnswer['state'], Pair> = {
  draft: ['备材料', 'gathering papers'],
  filed: ['等核对', 'being checked'],
  objected: ['有人异议，结束', 'objected to'],
  withdrawn: ['已撤回', 'withdrawn'],
  refused: ['被拒绝', 'refused'],
  lapsed: ['过期', 'lapsed'],
  approved: ['已同意，等分卡', 'agreed: dividing the cards'],
  active: ['监护中', 'in force'],
  done: ['卡已交完', 'done'],
  ended: ['监护已结束', 'ended'],
}
export const stateName = (state: MandateAnswer['state'], t: Say): string => t(...STATE[state])

const RELATION: Record<(typeof RELATIONS)[number], Pair> = {
  spouse: ['配偶', 'spouse'],
  child: ['子女', 'child'],
  parent: ['父母', 'parent'],
  sibling: ['兄弟姐妹', 'sibling'],
  grandparent: ['祖父母、外祖父母', 'grandparent'],
  grandchild: ['孙辈', 'grandchild'],
  appointed: ['法院或居委会指定', 'appointed by court or committee'],
  other: ['其他', 'other'],
}
export const relationName = (of: (typeof RELATIONS)[number], t: Say): string => t(...RELATION[of])
export const relationChoices = (t: Say) =>
  RELATIONS.map((one) => [one, relationName(one, t)] as const)

const PAPER: Record<(typeof PAPERS)[number], Pair> = {
  death_certificate: ['死亡证明', 'death certificate'],
  birth_certificate: ['出生证', 'birth certificate'],
  household_register: ['户口簿', 'household register'],
  kinship_proof: ['亲属关系证明', 'proof of kinship'],
  notarial_certificate: ['公证书', 'notary’s certificate'],
  court_ruling: ['法院裁判', 'court’s ruling'],
  identity_document: ['身份证件', 'identity document'],
  other: ['其他', 'other'],
}
export const paperName = (of: (typeof PAPERS)[number], t: Say): string => t(...PAPER[of])
export const paperChoices = (t: Say) => PAPERS.map((one) => [one, paperName(one, t)] as const)

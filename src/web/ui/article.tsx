import type { FC } from 'hono/jsx'

/** An article of a law by its own, Chinese name: it stays Chinese on every page. */
export const Article: FC<{ of: string }> = ({ of }) => <span lang="zh-CN">{of}</span>

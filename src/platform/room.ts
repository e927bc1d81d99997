import { declare } from '../kernel/declare'

export const room = declare({
  name: 'platform',
  about: 'D1, the journal, who asks, the HTTP contract, the clock, jobs',
  tables: ['journal', 'journal_leases', 'dev_clock', 'job_runs', 'job_failures'],
  prefixes: {
    jrn: 'journal row',
    req: 'request',
  },
})

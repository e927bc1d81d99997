import { declare } from '../kernel/declare'

export const room = declare({
  name: 'storage',
  about: 'how large the city’s database is, how quickly it grows, and on which day it is full',
  tables: ['storage_days'],
  jobs: {
    measureStorage: {
      turn: 117,
      when: 'after_midnight',
      what: '量一次数据库有多大，好在写满之前很久就知道哪天会满',
      what_en: 'Measures the database, so that the day on which it is full is known long before',
    },
  },
})

import { shortagePage } from '../shortages'

shortagePage('/o/shortages', 'operator', (id) => `/o/merchants/${id}`)

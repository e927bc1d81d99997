import './incidents'
import './mediation'
import './refund-case'
import './hold-case'

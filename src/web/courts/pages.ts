import './readers'
import './bank'

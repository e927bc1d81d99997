import './offer'

/**
 * For other sites: a plain form that opens our page works by itself; with this script (under 2 KB) the answer stands
 * below the form. `<form data-yufubao>` with the fields of the page /calculator/embed; nothing is stored or tracked.
 */
export const EMBED_SCRIPT = `(function(d){
var o=new URL(d.currentScript.src).origin
function fen(v){v=String(v||'').replace(/[,，¥元\\s]/g,'')
var m=/^(\\d{1,8})(?:\\.(\\d{1,2}))?$/.exec(v);return m?+m[1]*100+ +((m[2]||'')+'00').slice(0,2):v||void 0}
function num(v){return v?+v:void 0}
function ask(f){var v={};new FormData(f).forEach(function(x,k){v[k]=x})
var k=v.kind,l={kind:k,paid_on:v.paid_on_0,paid_fen:fen(v.paid_fen_0)}
if(k=='stored_value'){l.bonus_fen=fen(v.bonus_fen_0);l.balance_fen=fen(v.balance_fen_0)}
if(k=='count'){l.visits=num(v.visits_0);l.bonus_visits=num(v.bonus_visits_0)
l.left_visits=num(v.left_0);l.list_price_fen=fen(v.list_price_fen_0)}
if(k=='period'){l.months=num(v.months_0);l.days=num(v.days_0);l.starts_on=v.starts_on_0||void 0;l.stopped_on=v.stopped_on_0||void 0}
if(k=='package')l.used_percent=num(v.used_percent_0)
return{ground:v.ground,terminated_on:v.terminated_on,lots:[l]}}
d.querySelectorAll('form[data-yufubao]').forEach(function(f){
var p=d.createElement('p');p.setAttribute('role','status');f.appendChild(p)
f.addEventListener('submit',function(e){e.preventDefault();p.textContent='…'
fetch(o+'/v1/refund-calculations',{method:'POST',headers:{'Content-Type':'application/json'},body:JSON.stringify(ask(f))})
.then(function(r){return r.json()}).then(function(a){
p.textContent=a.sentence||[a.detail].concat((a.errors||[]).map(function(x){return x.detail})).join(' ')
if(!a.sentence)return
var q=new URLSearchParams(new FormData(f));q.set('do','answer')
var l=d.createElement('a');l.href=o+'/calculator?'+q;l.textContent=' 算式与法条';p.appendChild(l)})
.catch(function(){f.submit()})})})
})(document)
`

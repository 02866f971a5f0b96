/** The page's style and behaviour, inline: their hashes are in its content security policy. */
export const style = `
:root{color-scheme:light dark;--ink:#1d2433;--soft:#5a6474;--line:#dfe3ea;--paper:#fff;--wash:#f5f7fa;--link:#1b57c4;--get:#1b57c4;--post:#1a7440;--put:#8a5200;--delete:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ef;--soft:#a3adbd;--line:#343c4a;--paper:#161a21;--wash:#1e242d;--link:#8ab4f8;--get:#8ab4f8;--post:#6fcf97;--put:#f2b45c;--delete:#f28b82}}
*{box-sizing:border-box}html{scroll-padding-top:5rem}
body{margin:0;font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;color:var(--ink);background:var(--paper)}
a{color:var(--link)}code,pre{font:13px/1.5 ui-monospace,Menlo,Consolas,monospace}
header{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;align-items:center;padding:.75rem 1.25rem;background:var(--paper);border-bottom:1px solid var(--line)}
header h1{font-size:1.1rem;margin:0}header small{color:var(--soft);font-weight:400}
header label{flex:1 1 14rem}header input{width:100%;max-width:32rem;padding:.45rem .75rem;font:inherit;color:inherit;background:var(--wash);border:1px solid var(--line);border-radius:.5rem}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.frame{display:grid;grid-template-columns:15rem minmax(0,1fr);max-width:84rem;margin:0 auto}
nav{position:sticky;top:4rem;align-self:start;max-height:calc(100vh - 4rem);overflow:auto;padding:1.25rem}
nav ul{list-style:none;margin:0;padding:0}nav li{margin:.15rem 0}nav a{text-decoration:none}
main{padding:1rem 1.25rem 6rem;min-width:0}h2{margin:2.25rem 0 .75rem;font-size:1.25rem}h3{margin:1rem 0 .35rem;font-size:1rem}
dl{display:grid;grid-template-columns:8rem minmax(0,1fr);gap:.5rem 1rem}dt{font-weight:600}dd{margin:0}
.call{border:1px solid var(--line);border-radius:.5rem;margin:.4rem 0}.call summary{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline;padding:.5rem .75rem;cursor:pointer;list-style:none}
.call summary:hover{background:var(--wash)}.call[open] summary{border-bottom:1px solid var(--line)}.says{color:var(--soft)}.inside{padding:.25rem .75rem .75rem}
.method{font:600 12px/1.6 ui-monospace,Menlo,Consolas,monospace;min-width:3.75rem}.get{color:var(--get)}.post{color:var(--post)}.put,.patch{color:var(--put)}.delete{color:var(--delete)}
.table{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{font-weight:600;color:var(--soft)}td:first-child{min-width:11rem}td em{color:var(--soft);font-size:12px;font-style:normal}
.d1{padding-left:1.25rem}.d2{padding-left:2.5rem}.d3{padding-left:3.75rem}.d4{padding-left:5rem}.d5{padding-left:6.25rem}.d6{padding-left:7.5rem}.d7{padding-left:8.75rem}
pre{margin:0;padding:.75rem;overflow-x:auto;background:var(--wash);border-radius:.5rem}
[hidden]{display:none!important}
@media(max-width:48rem){.frame{display:block}nav{position:static;max-height:none;padding-bottom:0}nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem}dl{display:block}dd{margin:0 0 .75rem}}
`

/** Filters calls as one types, opens the one that the address names, and writes the server's own address into the examples. */
export const script = `
const box = document.querySelector('input')
const calls = [...document.querySelectorAll('.call')]
const groups = [...document.querySelectorAll('section[data-group]')]
function filter() {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean)
  for (const call of calls) call.hidden = !words.every((word) => call.dataset.find.includes(word))
  for (const group of groups) group.hidden = !group.querySelector('.call:not([hidden])')
  document.querySelector('#none').hidden = calls.some((call) => !call.hidden)
  document.querySelector('#rest').hidden = words.length > 0
}
function openNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (!named) return
  if (named.matches('.call')) named.open = true
  named.scrollIntoView()
}
for (const call of calls) call.addEventListener('toggle', () => { if (call.open) history.replaceState(null, '', '#' + call.id) })
box.addEventListener('input', filter)
addEventListener('hashchange', openNamed)
addEventListener('keydown', (key) => {
  if (key.key === '/' && document.activeElement !== box) { key.preventDefault(); box.focus() }
})
document.querySelector('#origin').textContent = location.origin
openNamed()
`

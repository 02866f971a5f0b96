import type { Rule } from '@rapport/contract'
import { any, is, type ReadyMadeRule, ready, text } from './rule'

const known = (idKind: string, op: 'has' | 'has_not' = 'has'): Rule => ({ kind: 'identifier', op, idKind })

/** Who can be written to, as the page of a segment counts it, and who can be recognised. */
export const reach: readonly ReadyMadeRule[] = [
  ready(
    'reach',
    'email',
    text('可发邮件', 'Reachable by e-mail'),
    text('有邮箱、授权允许、没有退信或退订', 'An address, consent, and no entry on the suppression list'),
    { kind: 'reach', op: 'reachable', channel: 'email' },
  ),
  ready(
    'reach',
    'sms',
    text('可发短信', 'Reachable by SMS'),
    text('有手机号，授权允许', 'A phone number and consent to SMS'),
    { kind: 'reach', op: 'reachable', channel: 'sms' },
  ),
  ready(
    'reach',
    'nowhere',
    text('联系不上', 'Out of reach'),
    text('邮件和短信都不能发', 'Neither by e-mail nor by SMS'),
    {
      kind: 'none',
      of: [
        { kind: 'reach', op: 'reachable', channel: 'email' },
        { kind: 'reach', op: 'reachable', channel: 'sms' },
      ],
    },
  ),
  ready(
    'reach',
    'withdrawn',
    text('已撤回授权', 'Consent withdrawn'),
    text('邮件或短信授权已撤回', 'Took back consent to e-mail or SMS'),
    any(is('consent_email', 'withdrawn'), is('consent_sms', 'withdrawn')),
  ),
  ready(
    'reach',
    'wechat',
    text('绑定了微信', 'Known by WeChat'),
    text('有微信 UnionID 或 OpenID', 'A union id or an open id'),
    any(known('wechat_unionid'), known('wechat_openid')),
  ),
  ready(
    'reach',
    'anonymous',
    text('还没留下身份', 'Visitors without a name'),
    text(
      '只有设备或浏览器，没有登录过，也没留手机号和邮箱',
      'A device or browser alone: never signed in, no phone, no e-mail',
    ),
    {
      kind: 'all',
      of: [
        known('anonymous_id'),
        known('user_id', 'has_not'),
        known('phone', 'has_not'),
        known('email', 'has_not'),
      ],
    },
  ),
]

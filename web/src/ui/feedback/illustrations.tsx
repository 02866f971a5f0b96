import type { ReactNode } from 'react'

/** Line drawings for empty places: each is built on two circles that meet, as our sign is. */
const scenes = {
  people: (
    <>
      <circle className="tint" cx="60" cy="46" r="34" />
      <circle cx="48" cy="42" r="10" />
      <path d="M30 70c2-12 9-18 18-18s16 6 18 18" />
      <circle cx="76" cy="44" r="8" />
      <path d="M71 60c2-1 3-1 5-1 8 0 13 5 14 14" />
      <path d="M18 76h84" strokeDasharray="2 6" />
      <circle className="lens" cx="62" cy="24" r="4" />
    </>
  ),
  lens: (
    <>
      <circle className="tint" cx="60" cy="46" r="36" />
      <circle cx="48" cy="46" r="24" />
      <circle cx="72" cy="46" r="24" />
      <path className="lens" d="M60 25.200a24 24 0 0 1 0 41.600a24 24 0 0 1 0-41.600z" />
    </>
  ),
  send: (
    <>
      <circle className="tint" cx="58" cy="46" r="34" />
      <path d="m26 46 64-24-20 50-14-18Z" />
      <path d="m56 54 34-32" />
      <path d="M20 66h18M28 74h22" strokeDasharray="2 6" />
      <circle className="lens" cx="92" cy="20" r="4" />
    </>
  ),
  letter: (
    <>
      <circle className="tint" cx="60" cy="46" r="34" />
      <rect x="28" y="26" width="64" height="42" rx="6" />
      <path d="m30 31 30 21 30-21" />
      <circle className="lens" cx="90" cy="26" r="6" />
    </>
  ),
  inbox: (
    <>
      <circle className="tint" cx="60" cy="44" r="34" />
      <path d="M60 14v34m-11-11 11 11 11-11" />
      <path d="M26 52v14a8 8 0 0 0 8 8h52a8 8 0 0 0 8-8V52H76c0 8-6 12-16 12s-16-4-16-12Z" />
      <circle className="lens" cx="86" cy="24" r="4" />
    </>
  ),
  records: (
    <>
      <circle className="tint" cx="60" cy="46" r="34" />
      <rect x="30" y="22" width="60" height="14" rx="5" />
      <rect x="30" y="40" width="60" height="14" rx="5" />
      <rect x="30" y="58" width="60" height="14" rx="5" />
      <path d="M38 29h14M38 47h22M38 65h10" />
      <circle className="lens" cx="82" cy="47" r="3.5" />
    </>
  ),
  calm: (
    <>
      <circle className="tint" cx="60" cy="46" r="34" />
      <path d="m44 46 11 11 22-23" />
      <circle cx="60" cy="46" r="26" />
      <circle className="lens" cx="86" cy="24" r="4" />
    </>
  ),
  chart: (
    <>
      <circle className="tint" cx="60" cy="46" r="34" />
      <path d="M28 20v52h66" />
      <path d="m36 60 14-16 12 9 22-27" />
      <circle className="lens" cx="84" cy="26" r="4" />
    </>
  ),
  broken: (
    <>
      <circle className="tint" cx="60" cy="46" r="34" />
      <path d="M54 27a24 24 0 1 0 0 38M70 26a24 24 0 0 1 0 40" />
      <path d="m62 16-6 14 8 8-8 12 8 10-5 14" />
      <circle className="lens" cx="94" cy="22" r="4" />
    </>
  ),
} as const satisfies Record<string, ReactNode>

export type SceneName = keyof typeof scenes

/** One of our drawings, 120 by 92. */
export function Illustration({ scene }: { readonly scene: SceneName }) {
  return (
    <svg
      viewBox="0 0 120 92"
      width="120"
      height="92"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {scenes[scene]}
    </svg>
  )
}

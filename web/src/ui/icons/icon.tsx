import type { ReactNode, SVGProps } from 'react'

/** Our own line icons on a 20-unit grid, 1.6 wide, rounded: one hand drew them all. */
const drawings = {
  home: <path d="M3.5 8.8 10 3.5l6.5 5.3v7.2a.8.8 0 0 1-.8.8h-3.5v-4.6H7.8v4.6H4.3a.8.8 0 0 1-.8-.8Z" />,
  customers: (
    <>
      <circle cx="7.6" cy="7" r="3.1" />
      <path d="M2.2 16.6c.4-3 2.6-4.7 5.4-4.7s5 1.7 5.4 4.700M13 4.200a3 3 0 0 1 0 5.600M15 12.400c1.6.7 2.6 2.2 2.8 4.2" />
    </>
  ),
  segments: (
    <>
      <circle cx="7.7" cy="10" r="4.9" />
      <circle cx="12.3" cy="10" r="4.9" />
    </>
  ),
  campaigns: (
    <path d="M3.3 8.400v3.200a.9.9 0 0 0 .9.9h2l7.6 3.700V3.800L6.2 7.500h-2a.9.9 0 0 0-.9.9ZM16.4 8.300a2.6 2.6 0 0 1 0 3.400M6.7 12.600l.8 4" />
  ),
  templates: (
    <>
      <rect x="2.8" y="4.2" width="14.4" height="11.6" rx="2" />
      <path d="m3.4 5.6 6.6 5 6.6-5" />
    </>
  ),
  imports: (
    <path d="M10 2.800v8.600m-3.3-3.200L10 11.500l3.3-3.300M3.2 12.400v2.900c0 1 .8 1.8 1.8 1.800h10c1 0 1.8-.8 1.8-1.800v-2.9" />
  ),
  data: (
    <>
      <ellipse cx="10" cy="5" rx="6.3" ry="2.4" />
      <path d="M3.7 5v10c0 1.3 2.8 2.4 6.3 2.400s6.3-1.1 6.3-2.400V5M3.7 10c0 1.3 2.8 2.4 6.3 2.400s6.3-1.1 6.3-2.4" />
    </>
  ),
  settings: (
    <>
      <path d="M3 6h7.400M14.6 6H17M3 14h2.400M9.6 14H17" />
      <circle cx="12.5" cy="6" r="2.1" />
      <circle cx="7.5" cy="14" r="2.1" />
    </>
  ),
  search: (
    <>
      <circle cx="9" cy="9" r="5.4" />
      <path d="m13.1 13.1 3.7 3.7" />
    </>
  ),
  menu: <path d="M3 6h14M3 10h14M3 14h9" />,
  close: <path d="m5 5 10 10M15 5 5 15" />,
  sun: (
    <>
      <circle cx="10" cy="10" r="3.4" />
      <path d="M10 2.300v1.500m0 12.400v1.500M2.3 10h1.500m12.4 0h1.500M4.6 4.600l1 1m8.8 8.8 1 1m0-10.8-1 1m-8.8 8.8-1 1" />
    </>
  ),
  moon: <path d="M16.6 11.900A7 7 0 0 1 8.1 3.400a7 7 0 1 0 8.5 8.500Z" />,
  system: (
    <>
      <rect x="2.8" y="3.6" width="14.4" height="9.8" rx="1.8" />
      <path d="M7.3 16.900h5.400M10 13.600v3.2" />
    </>
  ),
  language: (
    <path d="M2.8 4.900h8M6.8 3v1.900M9.1 4.900c-.5 3.2-2.7 5.9-5.8 7.300M4.6 7.500c.9 2 2.5 3.5 4.6 4.300M9.7 17l3.8-9 3.8 9M11 14.200h5" />
  ),
  chevronDown: <path d="m5.5 7.8 4.5 4.5 4.5-4.5" />,
  chevronRight: <path d="m7.8 5.5 4.5 4.5-4.5 4.5" />,
  undo: <path d="M7.4 4.600 3.8 8.2l3.6 3.6M4 8.2h7.700a4.300 4.300 0 0 1 0 8.600H8.300" />,
  redo: <path d="m12.600 4.600 3.600 3.600-3.600 3.600M16 8.2H8.300a4.300 4.300 0 0 0 0 8.600h3.400" />,
  up: <path d="M10 16V4.600M5.2 9.2 10 4.400l4.8 4.8" />,
  down: <path d="M10 4v11.400M5.2 10.800l4.8 4.8 4.8-4.8" />,
  check: <path d="m4 10.6 4 4 8-9" />,
  copy: (
    <>
      <rect x="6.9" y="6.9" width="10" height="10" rx="2" />
      <path d="M13.1 6.900V5a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v6.100a2 2 0 0 0 2 2h1.9" />
    </>
  ),
  columns: (
    <>
      <rect x="3" y="3.8" width="14" height="12.4" rx="2" />
      <path d="M7.7 3.800v12.400M12.3 3.800v12.4" />
    </>
  ),
  place: (
    <>
      <path d="M10 17.400c3.600-3.900 5.400-6.700 5.400-9a5.400 5.400 0 0 0-10.800 0c0 2.300 1.800 5.100 5.400 9Z" />
      <circle cx="10" cy="8.400" r="1.900" />
    </>
  ),
  download: <path d="M10 3v9.200m-3.5-3.4 3.5 3.5 3.5-3.500M3.6 16.600h12.8" />,
  refresh: (
    <path d="M16.4 8A6.7 6.7 0 0 0 4.6 6.300L3.2 8m0-4.200V8h4.200M3.6 12a6.7 6.7 0 0 0 11.8 1.700l1.4-1.700m0 4.200V12h-4.2" />
  ),
  alert: <path d="M10 3.3 2.7 16.200h14.600ZM10 8.300v3.600M10 14h.01" />,
  info: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 9.200v4.200M10 6.600h.01" />
    </>
  ),
  plus: <path d="M10 4v12M4 10h12" />,
  table: (
    <>
      <rect x="3" y="3.8" width="14" height="12.4" rx="2" />
      <path d="M3 8h14M3 12h14M8 8v8" />
    </>
  ),
  chart: <path d="M3.2 3.400v11.400c0 1 .8 1.8 1.8 1.800h11.800M6.6 12.400l3-3.8 2.6 2.3 4-5.2" />,
  logout: (
    <path d="M8 3.400H5a1.6 1.6 0 0 0-1.6 1.600v10A1.6 1.6 0 0 0 5 16.600h3M8 10h9m-3.2-3.300L17 10l-3.2 3.3" />
  ),
  user: (
    <>
      <circle cx="10" cy="6.8" r="3.3" />
      <path d="M3.9 17c.5-3.4 3-5.2 6.1-5.200s5.6 1.8 6.1 5.2" />
    </>
  ),
  tag: (
    <path d="M3.2 4.800v5a1.6 1.6 0 0 0 .5 1.100l5.8 5.800a1.6 1.6 0 0 0 2.3 0l4.9-4.900a1.6 1.6 0 0 0 0-2.300l-5.8-5.800a1.6 1.6 0 0 0-1.1-.5h-5a1.6 1.6 0 0 0-1.6 1.600ZM6.9 6.900h.01" />
  ),
  clock: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 6v4.200l2.7 1.6" />
    </>
  ),
  merge: (
    <path d="M5 3.400v2.800c0 2.6 5 3.6 5 7v3.400M15 3.400v2.800c0 2.6-5 3.6-5 7m-2.7 1 2.7 2.7 2.7-2.7" />
  ),
  cart: (
    <>
      <path d="M2.6 3.400h2l1.9 9h8.700l1.7-6.400H5.2" />
      <circle cx="7.6" cy="15.8" r="1.1" />
      <circle cx="14" cy="15.8" r="1.1" />
    </>
  ),
  shield: <path d="M10 2.8 4 5v4.600c0 3.6 2.5 6.3 6 7.6 3.5-1.3 6-4 6-7.600V5ZM7.3 10l2 2 3.5-4" />,
  more: <path d="M4.5 10h.01M10 10h.01M15.5 10h.01" strokeWidth="2.6" />,
  external: (
    <path d="M8.4 4H5.200A1.7 1.7 0 0 0 3.5 5.700v9.100c0 1 .8 1.7 1.7 1.700h9.100c1 0 1.7-.8 1.7-1.700v-3.200M11.6 3.500h4.900v4.900M16.2 3.800l-7 7" />
  ),
  code: <path d="m6.7 5.8-4.2 4.2 4.2 4.200M13.3 5.800l4.2 4.2-4.2 4.200M11.3 4 8.7 16" />,
  edit: <path d="m12.8 3.9 3.3 3.3-8.7 8.7-4 .7.7-4ZM10.9 5.800l3.3 3.3" />,
  trash: (
    <path d="M3.6 5.600h12.800M7.8 5.400V3.600h4.400v1.800M5.2 5.800l.8 10.600h8l.8-10.600M8.4 8.800v4.600M11.6 8.800v4.6" />
  ),
  play: <path d="M6 3.900v12.200l9.8-6.100Z" />,
  pause: <path d="M6.8 4v12M13.2 4v12" />,
  eye: (
    <>
      <path d="M2.4 10s2.8-5 7.6-5 7.6 5 7.6 5-2.8 5-7.6 5-7.6-5-7.6-5Z" />
      <circle cx="10" cy="10" r="2.2" />
    </>
  ),
  gift: (
    <path d="M3.4 9.200h13.200v7.400H3.400ZM2.6 6h14.800v3.200H2.600ZM10 6v10.600M10 6S8.9 2.8 6.9 3c-1.9.2-1.6 3 .6 3ZM10 6s1.1-3.2 3.1-3c1.9.2 1.6 3-.6 3Z" />
  ),
} as const satisfies Record<string, ReactNode>

export type IconName = keyof typeof drawings

export interface IconProps extends Omit<SVGProps<SVGSVGElement>, 'name'> {
  readonly name: IconName
  readonly size?: number
}

/** A line icon in the colour of the text around it. Decorative: name what it means in words beside it or on the button. */
export function Icon({ name, size = 18, ...rest }: IconProps) {
  return (
    <svg
      viewBox="0 0 20 20"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      {...rest}
    >
      {drawings[name]}
    </svg>
  )
}

import type { ReactNode } from 'react'
import { changeLocale, localeNames } from '../../lib/i18n'
import { useLocale, useTexts } from '../../lib/texts'
import { Icon, Mark, usePageTitle } from '../../ui'
import styles from './auth.module.css'
import { authTexts } from './texts'

export interface AuthFrameProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly children: ReactNode
}

/** The frame of the pages before the shell: what Rapport is for at one side, the form at the other. */
export function AuthFrame({ title, lead, children }: AuthFrameProps) {
  usePageTitle(title)
  return (
    <div className={styles.frame}>
      <Hero />
      <div className={styles.panel}>
        <header className={styles.top}>
          <span className={styles.phoneBrand}>
            <Mark size={26} /> Rapport 知客
          </span>
          <LanguageButton />
        </header>
        <main className={styles.box}>
          <h1 className={styles.title}>{title}</h1>
          <p className={styles.lead}>{lead}</p>
          {children}
        </main>
      </div>
    </div>
  )
}

function Hero() {
  const t = useTexts(authTexts)
  return (
    <aside className={styles.hero}>
      <Circles />
      <div className={styles.brand}>
        <Mark size={34} />
        <span>
          Rapport <small>知客</small>
        </span>
      </div>
      <p className={styles.slogan}>{t('slogan')}</p>
      <ul className={styles.points}>
        {(['point1', 'point2', 'point3'] as const).map((key) => (
          <li key={key}>
            <Icon name="check" size={18} />
            {t(key)}
          </li>
        ))}
      </ul>
    </aside>
  )
}

/** Many circles that meet: the crowd, and the two that know each other. */
function Circles() {
  return (
    <svg
      className={styles.art}
      viewBox="0 0 700 800"
      preserveAspectRatio="xMidYMid slice"
      fill="none"
      aria-hidden="true"
    >
      <g stroke="#1d5546" strokeWidth="1.2">
        {[90, 150, 210, 270, 330, 390].map((radius) => (
          <g key={radius}>
            <circle cx="430" cy="250" r={radius} />
            <circle cx="610" cy="250" r={radius} />
          </g>
        ))}
      </g>
      <path d="M520 130a150 150 0 0 1 0 240a150 150 0 0 1 0-240z" fill="#ff8a5c" fillOpacity="0.9" />
    </svg>
  )
}

function LanguageButton() {
  const locale = useLocale()
  const other = locale === 'en' ? 'zh-CN' : 'en'
  return (
    <button type="button" className={styles.language} lang={other} onClick={() => void changeLocale(other)}>
      <Icon name="language" size={16} />
      {localeNames[other]}
    </button>
  )
}

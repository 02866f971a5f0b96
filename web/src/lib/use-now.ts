import { useEffect, useState } from 'react'

const tickMs = 30_000

/** The time, renewed twice a minute, for texts like "3 min ago". */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = window.setInterval(() => setNow(new Date()), tickMs)
    return () => window.clearInterval(timer)
  }, [])
  return now
}

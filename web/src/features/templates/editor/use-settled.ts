import { useEffect, useState } from 'react'

const pauseMs = 450

/** The value as it was when typing last paused: for questions to the server. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), pauseMs)
    return () => window.clearTimeout(timer)
  }, [value])
  return settled
}

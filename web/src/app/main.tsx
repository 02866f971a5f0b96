import '../ui/theme/base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { whenSignedOut } from '../lib/api'
import { createQueryClient } from '../lib/query-client'
import { forgetSession, meQuery } from '../lib/session'
import { ThemeProvider } from '../ui'
import { createAppRouter } from './router'

const queryClient = createQueryClient()
const router = createAppRouter(queryClient)

// A session can end while a page is open: the next call says so, and the sign-in comes up.
whenSignedOut(() => {
  if (!queryClient.getQueryData(meQuery.queryKey)) return
  forgetSession(queryClient)
  void router.invalidate()
})

const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <ThemeProvider>
          <RouterProvider router={router} />
        </ThemeProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
}

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The server that the development pages talk to. */
const api = `http://127.0.0.1:${process.env.RAPPORT_PORT ?? 7310}`

export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1', proxy: { '/api': api, '/v1': api } },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1_400,
    rolldownOptions: {
      output: {
        // Our security policy forbids making code from text, so the schema library must not even try.
        banner: ({ name }) => (name === 'framework' ? 'globalThis.__zod_globalConfig={jitless:true};' : ''),
        // What changes with our releases is apart from what changes with theirs, so browsers keep the large half.
        codeSplitting: {
          groups: [
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 3 },
            {
              name: 'framework',
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|i18next|react-i18next|zod)[\\/]/,
              priority: 2,
            },
            {
              name: 'components',
              test: /node_modules[\\/](antd|@ant-design|@rc-component|rc-[a-z-]+|dayjs)[\\/]/,
              priority: 1,
            },
          ],
        },
      },
    },
  },
})

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src-renderer',
  base: './', // The same build is served by the browser host and by Electron's own protocol.
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    chunkSizeWarningLimit: 2_000, // In kB: the screen comes from this machine's own disk, at once.
    assetsInlineLimit: 0, // The content security policy has no `data:` for fonts and scripts.
  },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
});

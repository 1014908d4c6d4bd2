import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Relative addresses: the page also works behind a proxy that puts a prefix before /moodcam/.
  base: './',
  plugins: [
    svelte({
      configFile: false,
      compilerOptions: {
        // From the style itself and not from the file's path, so that every machine builds the same.
        cssHash: ({ hash, css }) => `s-${hash(css)}`,
      },
    }),
  ],
  build: {
    outDir: '../mopidy_moodcam/web/static',
    emptyOutDir: true,
    cssMinify: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { app: 'index.html' },
      output: {
        entryFileNames: '[name].js',
        assetFileNames: '[name][extname]',
        // Without what is not used, but on lines and with its names: the bundle is committed, and
        // a change to it should be readable.
        minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
      },
    },
  },
  server: {
    // `npm run dev` shows the page from its source, with a running Mopidy behind it.
    proxy: { '/ws': { target: 'ws://127.0.0.1:6680/moodcam/', ws: true, changeOrigin: true } },
  },
  test: {
    include: ['src/**/*.test.ts'],
  },
});

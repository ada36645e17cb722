/** Builds into the Python package; in development the API is proxied to a server on port 8000. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { precompress } from "./plugins/precompress.ts";

export default defineConfig({
  base: "/",
  plugins: [react(), precompress()],
  build: {
    outDir: "../platform/api/static/app",
    assetsDir: "assets",
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: { "/api": { target: process.env.GEZI_API ?? "http://127.0.0.1:8000", changeOrigin: false } },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/setup.test-env.ts"],
  },
});

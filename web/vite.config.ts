/** Builds into the Python package; in development the API is proxied to a server on port 8000. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { precompress } from "./plugins/precompress.ts";

const TESTS = ["src/**/*.test.{ts,tsx}"];
const MOCKED = ["src/**/*.mocked.test.{ts,tsx}"];

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
    setupFiles: ["src/setup.test-env.ts"],
    projects: [
      // Loading the app is nearly all of the cost, so files share it, and `setup.test-env.ts` puts right what they leave behind.
      { extends: true, test: { name: "shared", include: TESTS, exclude: MOCKED, isolate: false } },
      // What replaces a module for itself needs modules of its own.
      { extends: true, test: { name: "mocked", include: MOCKED } },
    ],
  },
});

import { svelte } from "@sveltejs/vite-plugin-svelte";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

// One page to a framework.
export default defineConfig({
  plugins: [svelte(), vue({ template: { compilerOptions: { isCustomElement } } })],
  build: {
    rollupOptions: {
      input: ["react/index.html", "vue/index.html", "svelte/index.html", "htmx/index.html"],
    },
  },
});

function isCustomElement(tag) {
  return tag.startsWith("waxseal-");
}

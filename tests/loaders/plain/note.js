document.addEventListener("waxseal:error", ({ detail }) => {
  document.documentElement.dataset.code = detail.code;
});
document.addEventListener("waxseal:ready", () => {
  document.documentElement.dataset.ready = "";
});

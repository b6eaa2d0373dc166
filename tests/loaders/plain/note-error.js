document.addEventListener("waxseal:error", ({ detail }) => {
  document.documentElement.dataset.code = detail.code;
});

import "/waxseal/auto.js"; // with a bundler: "waxseal/auto"

// From here on the form is protected, and a submit waits for the manifest.
document.querySelector("form button").disabled = false;

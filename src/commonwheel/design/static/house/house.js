// Makes pages nicer where a browser can; nothing needs it. A file of its own, so that the policy can forbid inline scripts.
const { components } = document.getElementById("house-script").dataset;
document.body.classList.add("js-enabled", "govuk-frontend-supported");
const { initAll } = await import(components);
initAll();

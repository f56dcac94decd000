// Quickens the flow; every page works without it. Nothing is stored: what is kept is in this page's memory alone.
(function () {
  "use strict";

  function all(selector, within) { return Array.from((within || document).querySelectorAll(selector)); }

  // Going back. Forms are sent from here, so that the pages before stay as they were left, and Back shows them
  // without asking to send anything again.
  var pages = [], at = 0, busy = false;

  function show(body, title) {
    pages[at] = { body: document.body, title: document.title, scroll: window.scrollY };
    document.body.replaceWith(body);
    document.title = title;
  }

  function arrived(text) {
    var page = new DOMParser().parseFromString(text, "text/html");
    show(document.adoptNode(page.body), page.title);
    at += 1;
    pages.length = at;
    history.pushState({ page: at }, "");
    window.scrollTo(0, 0);
    var first = document.querySelector("[autofocus]");
    if (first) { first.focus(); }
    prepare();
  }

  function sendPlainly(form, button) {
    if (button && button.name) {
      var chosen = document.createElement("input");
      chosen.type = "hidden";
      chosen.name = button.name;
      chosen.value = button.value;
      form.append(chosen);
    }
    if (button && button.hasAttribute("formaction")) { form.action = button.formAction; }
    form.submit();
  }

  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter;
    if (button && button.formTarget) { return; }
    event.preventDefault();
    if (busy) { return; }
    busy = true;
    document.body.setAttribute("aria-busy", "true");
    fetch(button && button.hasAttribute("formaction") ? button.formAction : form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form, button)),
      headers: { Accept: "text/html" },
      credentials: "omit",
      cache: "no-store"
    }).then(function (response) { return response.text(); }).then(function (text) {
      document.body.removeAttribute("aria-busy");
      arrived(text);
    }).catch(function () { sendPlainly(form, button); }).finally(function () { busy = false; });
  });

  window.addEventListener("popstate", function (event) {
    // A link within the page is no other page.
    if (!event.state) { history.replaceState({ page: at }, ""); return; }
    var page = pages[event.state.page];
    if (!page || event.state.page === at) { return; }
    show(page.body, page.title);
    at = event.state.page;
    window.scrollTo(0, page.scroll);
  });

  history.replaceState({ page: 0 }, "");

  // Loading anew would lose what was answered.
  window.addEventListener("beforeunload", function (event) {
    if (at > 0 && document.querySelector("form.question")) { event.preventDefault(); }
  });

  // Several ways to say one thing: what is given in one empties the others.
  function isFilled(field) { return field.type === "checkbox" ? field.checked : field.value !== ""; }
  function empty(field) {
    if (field.type === "checkbox") { field.checked = false; } else { field.value = ""; }
  }
  document.addEventListener("input", function (event) {
    var field = event.target;
    if (field.dataset.way && isFilled(field)) {
      all("[data-way='" + field.dataset.way + "']").forEach(function (other) {
        if (other !== field) { empty(other); }
      });
    }
    // "None of these" stands alone.
    var none = field.form && field.form.querySelector("[data-alone]");
    if (none && field.name === none.name && field.checked) {
      all("input[name='" + none.name + "']").forEach(function (other) {
        if (other !== field && (field === none || other === none)) { other.checked = false; }
      });
    }
  });

  // While a group of choices has the focus, the first letter of a choice takes it: y for yes, n for no.
  document.addEventListener("keydown", function (event) {
    var group = event.target.closest("[data-keys]");
    if (!group || event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) { return; }
    var letter = event.key.toLowerCase();
    var fitting = all("label", group).filter(function (label) {
      return label.textContent.trim().toLowerCase().charAt(0) === letter;
    }).map(function (label) { return label.control; });
    if (!fitting.length) { return; }
    var next = fitting[(fitting.indexOf(document.activeElement) + 1) % fitting.length];
    next.checked = true;
    next.focus();
    event.preventDefault();
  });

  // Copying.
  function said(button, words) {
    var label = button.textContent;
    button.textContent = words;
    window.setTimeout(function () { button.textContent = label; }, 1500);
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-copies]");
    if (!button) { return; }
    navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent).then(
      function () { said(button, "Copied"); },
      function () { said(button, "Not copied"); }
    );
  });
  function prepare() {
    if (navigator.clipboard) { all("button[data-copies]").forEach(function (each) { each.hidden = false; }); }
  }
  prepare();

  // Paper shows what is folded.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = all("details:not([open]):not(.plain)");
    folded.forEach(function (each) { each.open = true; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (each) { each.open = false; });
  });
})();

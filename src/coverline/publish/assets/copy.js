// Gives every field of a request a button that copies it; without this script there are no buttons.
(function () {
  "use strict";
  function copied(button, said) {
    var label = button.textContent;
    button.textContent = said;
    window.setTimeout(function () { button.textContent = label; }, 1500);
  }
  function copy(button) {
    var source = document.getElementById(button.getAttribute("data-copies"));
    if (!source || !navigator.clipboard) { return; }
    navigator.clipboard.writeText(source.textContent.trim()).then(
      function () { copied(button, "Copied"); },
      function () { copied(button, "Not copied"); }
    );
  }
  document.querySelectorAll("button[data-copies]").forEach(function (button) {
    if (!navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", function () { copy(button); });
  });
})();

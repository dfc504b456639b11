"use strict";
// Telegram puts what it says of whoever opens the page behind its address, where no server sees it.
(function () {
  var said = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
  history.replaceState(null, "", location.pathname);
  if (said) {
    document.getElementById("said").value = said;
    document.getElementById("vouch").submit();
  }
})();

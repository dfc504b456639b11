// Passkeys: a form that needs one is shown where the browser knows them, and sends what the device has signed. For browsers
// of 2019 on (ES2018).
(function () {
  "use strict";

  if (!window.PublicKeyCredential || !navigator.credentials) return;

  function bytes(text) {
    const plain = atob(text.split("-").join("+").split("_").join("/"));
    return Uint8Array.from(plain, function (one) { return one.charCodeAt(0); });
  }

  function text(buffer) {
    const plain = Array.from(new Uint8Array(buffer), function (one) { return String.fromCharCode(one); }).join("");
    return btoa(plain).split("+").join("-").split("/").join("_").split("=").join("");
  }

  // What the device says of itself and of who vouches for it is not asked for.
  function made(options) {
    options.challenge = bytes(options.challenge);
    options.user.id = bytes(options.user.id);
    (options.excludeCredentials || []).forEach(function (one) { one.id = bytes(one.id); });
    return navigator.credentials.create({ publicKey: options });
  }

  function used(options) {
    options.challenge = bytes(options.challenge);
    return navigator.credentials.get({ publicKey: options });
  }

  function told(key) {
    const response = { clientDataJSON: text(key.response.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (key.response[name]) response[name] = text(key.response[name]);
    });
    return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response: response });
  }

  function asked(form) {
    const fields = new URLSearchParams();
    fields.set("what", form.dataset.passkey);
    fields.set("csrf", form.elements.csrf.value);
    const said = { method: "POST", body: fields, credentials: "same-origin", headers: { Accept: "application/json" } };
    return fetch(form.dataset.ask, said).then(function (answer) { return answer.json(); }).then(function (answer) {
      if (answer.error) throw new Error(answer.error);
      form.elements.csrf.value = answer.csrf;
      return JSON.parse(answer.options);
    });
  }

  function starts(form) {
    const alert = form.querySelector(".told");
    const button = form.querySelector("button");
    let busy = false;
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (busy) return;
      busy = true;
      button.disabled = true;
      alert.hidden = true;
      const adds = form.dataset.passkey === "add";
      const options = adds ? Promise.resolve(JSON.parse(form.dataset.options)) : asked(form);
      options.then(adds ? made : used).then(function (key) {
        form.elements.said.value = told(key);
        form.submit();
      }).catch(function (error) {
        busy = false;
        button.disabled = false;
        // A browser's own words are English, and of nobody's making; what the door has said comes as a plain error.
        const own = error.name === "Error" ? error.message : form.dataset.notDone;
        alert.textContent = error.name === "InvalidStateError" ? form.dataset.known : own;
        alert.hidden = false;
      });
    });
  }

  document.querySelectorAll("[data-passkey]").forEach(starts);

  const can = document.querySelector("[name=can]");
  if (can && window.PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable) {
    window.PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().then(function (available) {
      if (available) can.value = "1";
    }).catch(function () {});
  }
})();

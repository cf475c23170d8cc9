
(function () {
  "use strict";
  var form = document.getElementById("filters");
  if (!form) { return; }
  var data = JSON.parse(document.getElementById("data").textContent);
  var words = data.words, STEP = 300;
  // a row: region, name, kind, period, language, date, status, links, message, search, level, key
  var REGION = 0, NAME = 1, KIND = 2, PERIOD = 3, LANGUAGE = 4, DATE = 5, STATUS = 6, LINKS = 7, MESSAGE = 8, SEARCH = 9, LEVEL = 10, KEY = 11;
  var KEYS = [NAME, KIND, PERIOD, LANGUAGE, DATE, STATUS, KEY];
  var FILTERS = {kind: KIND, period: PERIOD, level: LEVEL, status: STATUS, language: LANGUAGE};
  var body = document.getElementById("reports").tBodies[0], heads = document.querySelectorAll("#reports th[data-key]");
  var found = document.getElementById("found"), nothing = document.getElementById("nothing");
  var more = document.getElementById("more"), box = document.getElementById("q");
  var collator = new Intl.Collator(document.documentElement.lang, {numeric: true});
  var sort = null, sign = 1, limit = STEP, shown = [];

  // "html pdf folder/name" stands for the same name with those endings
  data.rows.forEach(function (row) {
    if (typeof row[LINKS] !== "string") { return; }
    var endings = /^((?:html |pdf |json |ipynb )+)(.*)$/.exec(row[LINKS]), links = {};
    endings[1].trim().split(" ").forEach(function (ending) { links[ending] = endings[2] + "." + ending; });
    row[LINKS] = links;
  });

  var hay = data.rows.map(function (row) {
    return [row[NAME], row[REGION], data.kinds[row[KIND]], row[KIND], data.periods[row[PERIOD]], row[PERIOD], row[SEARCH], row[MESSAGE], row[KEY]]
      .join(" ").toLowerCase();
  });

  function element(tag, className, text, label) {
    var node = document.createElement(tag);
    if (className) { node.className = className; }
    if (text) { node.textContent = text; }
    if (label) { node.dataset.label = label; }
    return node;
  }

  function line(row) {
    var tr = element("tr", row[STATUS] === "failed" ? "failed" : "");
    var head = element("th", "region", row[NAME] + " ", words.region);
    head.scope = "row";
    head.appendChild(element("small", "", row[REGION]));
    tr.appendChild(head);
    var kind = element("td", "kind", "", words.kind);
    if (row[LINKS].html) {
      var main = element("a", "", data.kinds[row[KIND]]);
      main.href = row[LINKS].html;
      kind.appendChild(main);
    } else {
      kind.textContent = data.kinds[row[KIND]];
    }
    tr.appendChild(kind);
    tr.appendChild(element("td", "period", data.periods[row[PERIOD]], words.period));
    tr.appendChild(element("td", "language", data.languages[row[LANGUAGE]] || row[LANGUAGE], words.language));
    tr.appendChild(element("td", "date", row[DATE], words.date));
    var status = element("td", "status", "", words.status);
    status.appendChild(element("span", "mark", data.statuses[row[STATUS]] || row[STATUS]));
    tr.appendChild(status);
    var key = element("td", "key", row[KEY].slice(0, 10), words.key);
    key.title = row[KEY];
    tr.appendChild(key);
    var files = element("td", "files", "", words.files);
    Object.keys(row[LINKS]).forEach(function (format) {
      var link = element("a", "", format.toUpperCase());
      link.href = row[LINKS][format];
      files.appendChild(link);
      files.appendChild(document.createTextNode(" "));
    });
    if (row[MESSAGE]) { files.appendChild(element("span", "message", row[MESSAGE])); }
    tr.appendChild(files);
    return tr;
  }

  function said(key, row) {
    var value = row[key];
    if (key === KIND) { return data.kinds[value]; }
    if (key === LANGUAGE) { return data.languages[value] || value; }
    if (key === STATUS) { return data.statuses[value] || value; }
    return value;
  }

  function draw() {
    var rows = document.createDocumentFragment();
    shown.slice(0, limit).forEach(function (index) { rows.appendChild(line(data.rows[index])); });
    body.replaceChildren(rows);
    found.textContent = words.found.replace("{}", shown.length) + (shown.length < data.rows.length ? words.of.replace("{}", data.rows.length) : "");
    nothing.hidden = shown.length > 0;
    more.hidden = shown.length <= limit;
    more.firstChild.textContent = words.more.replace("{}", Math.min(STEP, shown.length - limit));
  }

  function select() {
    var terms = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    var wanted = Object.keys(FILTERS).filter(function (name) { return form.elements[name] && form.elements[name].value; });
    shown = [];
    data.rows.forEach(function (row, index) {
      if (terms.every(function (term) { return hay[index].indexOf(term) >= 0; }) &&
          wanted.every(function (name) { return row[FILTERS[name]] === form.elements[name].value; })) { shown.push(index); }
    });
    if (sort !== null) {
      shown.sort(function (a, b) {
        return sign * collator.compare(said(sort, data.rows[a]), said(sort, data.rows[b])) || a - b;
      });
    }
    limit = STEP;
    draw();
  }

  // the address keeps the choice, so that it can be sent to somebody
  function remember() {
    var parts = ["q"].concat(Object.keys(FILTERS)).filter(function (name) { return form.elements[name] && form.elements[name].value; })
      .map(function (name) { return name + "=" + encodeURIComponent(form.elements[name].value); });
    try { history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname + location.search); } catch (e) { /* not from a disk */ }
  }

  function recall() {
    location.hash.slice(1).split("&").forEach(function (part) {
      var pair = part.split("="), field = form.elements[pair[0]];
      if (field && pair[1]) { try { field.value = decodeURIComponent(pair[1]); } catch (e) { /* not ours */ } }
    });
  }

  var waiting = null;
  form.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(function () { select(); remember(); }, 60);
  });
  form.addEventListener("reset", function () { setTimeout(function () { select(); remember(); }, 0); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  window.addEventListener("hashchange", function () { recall(); select(); });
  more.firstChild.addEventListener("click", function () { limit += STEP; draw(); });

  heads.forEach(function (head, index) {
    var button = element("button", "", head.textContent);
    button.type = "button";
    button.title = words.sort;
    head.replaceChildren(button);
    button.addEventListener("click", function () {
      var now = head.getAttribute("aria-sort");
      heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
      sort = now === "descending" ? null : KEYS[index];
      sign = now === "ascending" ? -1 : 1;
      if (sort !== null) { head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending"); }
      select();
    });
  });

  form.hidden = false;
  recall();
  select();
})();

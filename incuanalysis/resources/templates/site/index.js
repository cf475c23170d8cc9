
(function () {
  "use strict";
  var form = document.getElementById("filters");
  if (!form) { return; }
  var data = JSON.parse(document.getElementById("data").textContent);
  var words = data.words, STEP = 100;
  // a row holds places in the lists of values: region, kind, period, language, date, status, bits of the formats, stem,
  // then key, marks, states, subject, message; what is empty at its end is left out
  var REGION = 0, KIND = 1, PERIOD = 2, LANGUAGE = 3, DATE = 4, STATUS = 5, FORMATS = 6, STEM = 7, KEY = 8, MARKS = 9, STATES = 10, SUBJECT = 11, MESSAGE = 12;
  var KEYS = [REGION, KIND, PERIOD, LANGUAGE, DATE, STATUS, KEY];
  var FILTERS = {
    kind: function (row) { return data.kinds[row[KIND]][0]; },
    period: function (row) { return data.periods[row[PERIOD]][0]; },
    level: function (row) { return data.regions[row[REGION]][2]; },
    status: function (row) { return data.statuses[row[STATUS]]; },
    language: function (row) { return data.languages[row[LANGUAGE]]; }
  };
  var body = document.getElementById("reports").tBodies[0], heads = document.querySelectorAll("#reports th[data-key]");
  var found = document.getElementById("found"), nothing = document.getElementById("nothing");
  var more = document.getElementById("more"), box = document.getElementById("q");
  var collator = new Intl.Collator(document.documentElement.lang, {numeric: true});
  var sort = null, sign = 1, limit = STEP, shown = [];

  // the usual case: one name with several endings, a bit for each
  function links(row) {
    if (typeof row[FORMATS] !== "number") { return row[FORMATS]; }
    var out = {}, start = data.periods[row[PERIOD]][0] + "/" + data.regions[row[REGION]][0] + "/" + data.stems[row[STEM]] + ".";
    data.formats.forEach(function (format, bit) { if (row[FORMATS] & (1 << bit)) { out[format[0]] = start + format[0]; } });
    return out;
  }

  var regionHay = data.regions.map(function (region) { return [region[0], region[1], region[3]].join(" ").toLowerCase(); });
  var kindHay = data.kinds.map(function (kind) { return kind.join(" ").toLowerCase(); });
  var periodHay = data.periods.map(function (period) { return period.join(" ").toLowerCase(); });
  var stateHay = data.states.map(function (state) { return (state[0] + " " + state[1]).toLowerCase(); });
  var ownHay = data.rows.map(function (row) { return [row[KEY], row[SUBJECT], row[MESSAGE], data.marks[row[MARKS]]].join(" ").toLowerCase(); });

  // rows stand from the newest period on: the first one of a region and kind is its latest
  var seen = new Set();
  var latest = data.rows.map(function (row) {
    var internal = data.marks[row[MARKS]].indexOf(words.internal) >= 0;
    var name = [row[REGION], row[KIND], row[LANGUAGE], row[SUBJECT] || "", internal].join("/"), first = !seen.has(name);
    seen.add(name);
    return first;
  });

  function element(tag, className, text, label) {
    var node = document.createElement(tag);
    if (className) { node.className = className; }
    if (text) { node.textContent = text; }
    if (label) { node.dataset.label = label; }
    return node;
  }

  function line(row) {
    var status = data.statuses[row[STATUS]], region = data.regions[row[REGION]], own = links(row);
    var tr = element("tr", status === "ok" ? "" : status);
    var head = element("th", "region", "", words.region);
    head.scope = "row";
    var place = element(data.folder ? "a" : "span", "", region[1]);
    if (data.folder) { place.href = data.folder + "/" + region[0] + ".html"; }
    head.appendChild(place);
    head.appendChild(document.createTextNode(" "));
    head.appendChild(element("small", "", region[0]));
    tr.appendChild(head);
    var kind = element("td", "kind", "", words.kind);
    var main = element(own.html ? "a" : "span", "", data.kinds[row[KIND]][1]);
    if (own.html) { main.href = own.html; }
    kind.appendChild(main);
    function chip(className, text) {
      kind.appendChild(document.createTextNode(" "));
      kind.appendChild(element("span", className, text));
    }
    if (row[SUBJECT]) { chip("subject", row[SUBJECT]); }
    (data.marks[row[MARKS]]).split(" ").filter(Boolean).forEach(function (mark) { chip("stage", mark); });
    (row[STATES] || []).forEach(function (index) {
      var state = data.states[index];
      chip("state " + state[2], state[0] + " " + state[1]);
    });
    tr.appendChild(kind);
    tr.appendChild(element("td", "period", data.periods[row[PERIOD]][1], words.period));
    tr.appendChild(element("td", "language", data.languageNames[row[LANGUAGE]], words.language));
    tr.appendChild(element("td", "date", data.dates[row[DATE]], words.date));
    var said = element("td", "status", "", words.status);
    said.appendChild(element("span", "mark", data.statusNames[row[STATUS]]));
    tr.appendChild(said);
    tr.appendChild(element("td", "key", row[KEY], words.key));
    var files = element("td", "files", "", words.files);
    data.formats.forEach(function (format) {
      if (!own[format[0]]) { return; }
      var link = element("a", "", format[1]);
      link.href = own[format[0]];
      files.appendChild(link);
      files.appendChild(document.createTextNode(" "));
    });
    if (row[MESSAGE]) { files.appendChild(element("span", "message", row[MESSAGE])); }
    tr.appendChild(files);
    return tr;
  }

  function said(key, row) {
    var value = row[key];
    if (key === REGION) { return data.regions[value][1]; }
    if (key === KIND) { return data.kinds[value][1]; }
    if (key === PERIOD) { return data.periods[value][0]; }
    if (key === LANGUAGE) { return data.languageNames[value]; }
    if (key === DATE) { return data.dates[value]; }
    if (key === STATUS) { return data.statusNames[value]; }
    return value || "";
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
    // what a word finds among regions, kinds and periods is looked up once, not for each row
    var tests = terms.map(function (term) {
      function hits(texts) { return texts.map(function (text) { return text.indexOf(term) >= 0; }); }
      return {term: term, region: hits(regionHay), kind: hits(kindHay), period: hits(periodHay), state: hits(stateHay)};
    });
    var choices = wanted.map(function (name) { return [FILTERS[name], form.elements[name].value]; });
    var newest = form.elements.latest.checked;
    shown = [];
    data.rows.forEach(function (row, index) {
      if ((!newest || latest[index]) &&
          choices.every(function (choice) { return choice[0](row) === choice[1]; }) &&
          tests.every(function (test) {
            return test.region[row[REGION]] || test.kind[row[KIND]] || test.period[row[PERIOD]] ||
              (row[STATES] || []).some(function (index) { return test.state[index]; }) || ownHay[index].indexOf(test.term) >= 0;
          })) { shown.push(index); }
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
    if (form.elements.latest.checked) { parts.push("latest=1"); }
    try { history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname + location.search); } catch (e) { /* not from a disk */ }
  }

  function recall() {
    location.hash.slice(1).split("&").forEach(function (part) {
      var pair = part.split("="), field = form.elements[pair[0]];
      if (field && field.type === "checkbox") { field.checked = pair[1] === "1"; return; }
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

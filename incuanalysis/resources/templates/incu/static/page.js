
(function () {
  "use strict";
  var collator = new Intl.Collator(document.documentElement.lang, {numeric: true});

  // the number that a cell prints, or null: 1,234.5 · −3.2% · +5
  function number(text) {
    var found = text.replace(/[,\s\u2007\u00a0]/g, "").replace(/[\u2212\u2013]/, "-").match(/^[^\d+-]{0,2}([+-]?\d+(?:\.\d+)?)/);
    return found ? parseFloat(found[1]) : null;
  }

  // what a cell prints without the marks of its footnotes
  function printed(cell) {
    if (!cell.querySelector("sup, .mark")) { return cell.textContent.trim(); }
    var copy = cell.cloneNode(true);
    copy.querySelectorAll("sup, .mark").forEach(function (part) { part.remove(); });
    return copy.textContent.trim();
  }

  // the heads of single columns, in the order of the columns; a head over several has no place among them
  function heads(table) {
    var first = Array.from(table.tHead.rows[0].cells), second = table.tHead.rows[1], out = [], below = 0;
    first.forEach(function (head) {
      if (head.scope !== "colgroup") { out.push(head); return; }
      for (var i = 0; i < head.colSpan; i += 1) { out.push(second.cells[below]); below += 1; }
    });
    return out;
  }

  function sortable(table) {
    var body = table.tBodies[0], original = Array.from(body.rows), columns = heads(table);
    if (original.length < 3) { return; }
    // a total stays where it stands
    function total(row) { return /^(\u5408\u8ba1|\u603b\u8ba1|Total)/.test(printed(row.cells[0])); }
    columns.forEach(function (head, index) {
      var button = document.createElement("button");
      button.type = "button";
      button.title = table.dataset.sort;
      while (head.firstChild) { button.appendChild(head.firstChild); }
      head.appendChild(button);
      button.addEventListener("click", function () {
        var now = head.getAttribute("aria-sort");
        var numeric = !head.classList.contains("left") && !head.classList.contains("center");
        var first = numeric ? "descending" : "ascending", second = numeric ? "ascending" : "descending";
        var next = now === first ? second : now === second ? null : first;
        columns.forEach(function (cell) { cell.removeAttribute("aria-sort"); });
        var rows = original.slice();
        if (next) {
          head.setAttribute("aria-sort", next);
          var sign = next === "ascending" ? 1 : -1;
          var valued = rows.some(function (row) { return row.cells[index].dataset.value !== undefined; });
          var keys = new Map(rows.map(function (row) {
            var cell = row.cells[index], value = cell.dataset.value;
            if (valued) { return [row, value === undefined ? null : parseFloat(value)]; }
            return [row, numeric ? number(printed(cell)) : printed(cell)];
          }));
          var sorted = rows.filter(function (row) { return !total(row); }).sort(function (a, b) {
            var x = keys.get(a), y = keys.get(b);
            if (x === null || y === null) { return (x === null) - (y === null); }
            return sign * (typeof x === "number" ? x - y : collator.compare(x, y));
          });
          rows = rows.map(function (row) { return total(row) ? row : sorted.shift(); });
        }
        rows.forEach(function (row) { body.appendChild(row); });
      });
    });
  }

  // a box above a long table, which leaves only the rows with all words typed
  function searchable(box) {
    var field = box.querySelector("input"), said = box.querySelector("[role=status]");
    var rows = Array.from(box.parentNode.querySelector("table").tBodies[0].rows);
    var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
    function apply() {
      var terms = field.value.toLowerCase().split(/\s+/).filter(Boolean), count = 0;
      rows.forEach(function (row, index) {
        row.hidden = !terms.every(function (term) { return texts[index].indexOf(term) >= 0; });
        count += row.hidden ? 0 : 1;
      });
      said.textContent = (terms.length ? box.dataset.some.replace("{}", count) : box.dataset.all).replace("{}", rows.length);
    }
    field.addEventListener("input", apply);
    box.hidden = false;
    apply();
  }

  function overflow(box) {
    function check() { box.classList.toggle("overflows", box.scrollWidth > box.clientWidth + 1); }
    box.classList.add("measured");
    check();
    if (window.ResizeObserver) { new ResizeObserver(check).observe(box); }
  }

  // on a small screen a figure can be enlarged and moved sideways
  function zoomable(box) {
    var image = box.querySelector("img");
    function toggle() { box.classList.toggle("zoomed"); }
    function check() {
      var small = box.clientWidth < 0.8 * Math.min(image.width ? Number(image.getAttribute("width")) : 0, 900);
      box.classList.toggle("small", small);
      if (small) {
        image.tabIndex = 0;
        image.title = box.dataset.zoom;
      } else {
        image.removeAttribute("tabindex");
        image.removeAttribute("title");
        box.classList.remove("zoomed");
      }
    }
    image.addEventListener("click", function () { if (box.classList.contains("small")) { toggle(); } });
    image.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && box.classList.contains("small")) { toggle(); }
    });
    check();
    window.addEventListener("resize", check);
  }

  function follow(nav) {
    if (!nav || !window.IntersectionObserver) { return; }
    var links = {};
    nav.querySelectorAll("a").forEach(function (link) { links[decodeURIComponent(link.hash.slice(1))] = link; });
    var seen = new IntersectionObserver(function (changes) {
      changes.forEach(function (change) {
        if (!change.isIntersecting) { return; }
        nav.querySelectorAll("[aria-current]").forEach(function (link) { link.removeAttribute("aria-current"); });
        links[change.target.id].setAttribute("aria-current", "true");
      });
    }, {rootMargin: "0px 0px -70% 0px"});
    document.querySelectorAll("main h2[id], main h3[id]").forEach(function (heading) {
      if (links[heading.id]) { seen.observe(heading); }
    });
  }

  document.querySelectorAll("table.data[data-sort]").forEach(sortable);
  document.querySelectorAll(".filter").forEach(searchable);
  document.querySelectorAll(".scroll").forEach(overflow);
  document.querySelectorAll(".picture").forEach(zoomable);
  document.querySelectorAll(".contents.fold a").forEach(function (link) {
    link.addEventListener("click", function () { link.closest("details").open = false; });
  });
  follow(document.querySelector(".contents.side"));
})();

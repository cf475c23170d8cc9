
(function () {
  "use strict";
  var collator = new Intl.Collator(document.documentElement.lang, {numeric: true});

  // the number that a cell prints, or null: 1,234.5 · −3.2% · +5
  function number(text) {
    var found = text.replace(/[,\s\u2007\u00a0]/g, "").replace(/[\u2212\u2013]/, "-").match(/^[^\d+-]{0,2}([+-]?\d+(?:\.\d+)?)/);
    return found ? parseFloat(found[1]) : null;
  }

  function sortable(table) {
    var body = table.tBodies[0], original = Array.from(body.rows);
    if (original.length < 3) { return; }
    Array.from(table.tHead.rows[0].cells).forEach(function (head, index) {
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
        Array.from(head.parentNode.cells).forEach(function (cell) { cell.removeAttribute("aria-sort"); });
        var rows = original.slice();
        if (next) {
          head.setAttribute("aria-sort", next);
          var sign = next === "ascending" ? 1 : -1;
          rows.sort(function (a, b) {
            var x = a.cells[index].textContent.trim(), y = b.cells[index].textContent.trim();
            var m = number(x), n = number(y);
            if (numeric && (m === null || n === null)) { return (m === null) - (n === null); }
            return sign * (numeric ? m - n : collator.compare(x, y));
          });
        }
        rows.forEach(function (row) { body.appendChild(row); });
      });
    });
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

  document.querySelectorAll("table.data").forEach(sortable);
  document.querySelectorAll(".scroll").forEach(overflow);
  document.querySelectorAll(".picture").forEach(zoomable);
  document.querySelectorAll(".contents.fold a").forEach(function (link) {
    link.addEventListener("click", function () { link.closest("details").open = false; });
  });
  follow(document.querySelector(".contents.side"));
})();

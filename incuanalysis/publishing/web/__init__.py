"""The parts of the HTML pages: words, Markdown, sanitising, headings, outputs, pictures."""

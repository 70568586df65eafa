"""The page, apart from what shows it: parts of HTML, clicks, the browser's conversations."""

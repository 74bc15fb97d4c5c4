"""A web archive of the make-up of a news crawl, made from the corpora's pages, and `onrecord add` on it."""

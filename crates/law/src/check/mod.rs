//! From the tree to the checked rule book: names, types and units, dates, places, conflicts. It must never decide anything about anybody.

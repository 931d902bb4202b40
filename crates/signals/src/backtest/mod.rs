//! Honest back-test (回测). It must never read a file, a clock or a database.

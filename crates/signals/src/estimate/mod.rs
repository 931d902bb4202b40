//! Panel estimation (样本推算). It must never read a file, a clock or a database.

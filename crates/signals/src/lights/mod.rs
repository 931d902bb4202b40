//! Composite index and lights (预警信号灯). It must never read a file, a clock or a database.

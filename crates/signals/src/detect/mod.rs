//! Detection (异常识别). It must never read a file, a clock or a database.

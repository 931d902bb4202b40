//! Small areas (小区域估计): cities and counties that add up to the province. It must never give out a sum that differs from the benchmark.

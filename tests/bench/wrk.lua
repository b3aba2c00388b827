-- One line for tests/bench/gates.py: requests, microseconds, failures.
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("bench %d %d %d\n", summary.requests, summary.duration,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end

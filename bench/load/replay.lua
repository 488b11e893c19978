-- For wrk: sends the requests of a file (each ending in a NUL) in turn, and reports in JSON.
local requests, next = {}, 0

function init(args)
  local file = assert(io.open(args[1], 'rb'))
  for request in file:read('*a'):gmatch('[^%z]+') do requests[#requests + 1] = request end
  file:close()
end

function request()
  next = next % #requests + 1
  return requests[next]
end

function done(summary, latency)
  local errors = summary.errors
  local failures = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    '\n{"answers":%d,"refusals":%d,"failures":%d,"seconds":%.3f,"p50Ms":%.3f,"p99Ms":%.3f}\n',
    summary.requests, errors.status, failures, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end

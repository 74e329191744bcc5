-- For wrk: asks for the paths of a file in turn, and prints milliseconds.
local paths, turn = {}, 0
file, failed = "", 0 -- read from outside, so not local
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(arguments)
  file = arguments[1]
  for line in io.lines(file) do table.insert(paths, line) end
  turn = math.random(#paths)
end

function request()
  turn = turn % #paths + 1
  return wrk.format("GET", paths[turn], { ["Accept-Encoding"] = "gzip" }) -- as browsers do
end

function response(status)
  if status ~= 200 then failed = failed + 1 end
end

function done(summary, latency)
  local name, bad = "", 0
  for _, thread in ipairs(threads) do
    name = thread:get("file"):match("[^/]*$")
    bad = bad + thread:get("failed")
  end
  local ms = function(percentile) return latency:percentile(percentile) / 1000 end
  local errors = summary.errors
  bad = bad + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("%-18s %8.0f %8.1f %8.1f %8.1f %8.1f %6d\n", name, summary.requests / summary.duration * 1e6, ms(50), ms(95), ms(99), latency.max / 1000, bad))
end

-- From the log of the receipt phase to commands: lua5.4 convert.lua < receipt.csv > receipt.jsonl
--
-- Reads CSV as RFC 4180 has it (quotes, commas and line ends in quotes), writes one command a line in order of time across all cases.
-- Stops, with the line, at the first record that it cannot read. README.md tells what becomes of which column.

local WORKFLOW = "permit-receipt"

local events = {
  ["Confirmation of receipt"] = "open",
  ["T02 Check confirmation of receipt"] = "confirmation.checked",
  ["T03 Adjust confirmation of receipt"] = "confirmation.adjusted",
  ["T04 Determine confirmation of receipt"] = "confirmation.determined",
  ["T05 Print and send confirmation of receipt"] = "confirmation.sent",
  ["T06 Determine necessity of stop advice"] = "advice.need.determined",
  ["T07-1 Draft intern advice aspect 1"] = "advice.drafted.aspect-1",
  ["T07-2 Draft intern advice aspect 2"] = "advice.drafted.aspect-2",
  ["T07-3 Draft intern advice hold for aspect 3"] = "advice.drafted.aspect-3",
  ["T07-4 Draft internal advice to hold for type 4"] = "advice.drafted.aspect-4",
  ["T07-5 Draft intern advice aspect 5"] = "advice.drafted.aspect-5",
  ["T08 Draft and send request for advice"] = "advice.requested",
  ["T09-1 Process or receive external advice from party 1"] = "advice.received.party-1",
  ["T09-2 Process or receive external advice from party 2"] = "advice.received.party-2",
  ["T09-3 Process or receive external advice from party 3"] = "advice.received.party-3",
  ["T09-4 Process or receive external advice from party 4"] = "advice.received.party-4",
  ["T10 Determine necessity to stop indication"] = "indication.determined",
  ["T11 Create document X request unlicensed"] = "unlicensed.created",
  ["T12 Check document X request unlicensed"] = "unlicensed.checked",
  ["T13 Adjust document X request unlicensed"] = "unlicensed.adjusted",
  ["T14 Determine document X request unlicensed"] = "unlicensed.determined",
  ["T15 Print document X request unlicensed"] = "unlicensed.printed",
  ["T16 Report reasons to hold request"] = "hold.reported",
  ["T17 Check report Y to stop indication"] = "hold.checked",
  ["T18 Adjust report Y to stop indicition"] = "hold.adjusted",
  ["T19 Determine report Y to stop indication"] = "hold.determined",
  ["T20 Print report Y to stop indication"] = "hold.printed",
}

local function stop(line, message)
  io.stderr:write(string.format("line %d: %s\n", line, message))
  os.exit(1)
end

-- --- CSV ---------------------------------------------------------------------------------

local function lines_in(text)
  return select(2, text:gsub("\n", ""))
end

-- A field in quotes that begins at AT: its text and the place behind it.
local function quoted(text, at, line)
  local parts, from = {}, at + 1
  while true do
    local quote = text:find('"', from, true)
    if not quote then
      stop(line, "a quote is not closed")
    end
    parts[#parts + 1] = text:sub(from, quote - 1)
    if text:sub(quote + 1, quote + 1) ~= '"' then
      return table.concat(parts, '"'), quote + 1
    end
    from = quote + 2
  end
end

-- Each record as a list of fields, with the line on which it begins.
local function records(text)
  local at, line = 1, 1
  return function()
    if at > #text then
      return nil
    end
    local fields, begins = {}, line
    while true do
      local field, behind
      if text:sub(at, at) == '"' then
        field, behind = quoted(text, at, line)
        line = line + lines_in(field)
      else
        behind = text:find("[,\r\n]", at) or #text + 1
        field = text:sub(at, behind - 1)
      end
      fields[#fields + 1] = field
      local ends = text:match("^\r?\n()", behind)
      if ends or behind > #text then
        at, line = ends or behind, line + 1
        return fields, begins
      end
      if text:sub(behind, behind) ~= "," then
        stop(line, "a comma or the end of the line is missing behind a field")
      end
      at = behind + 1
    end
  end
end

-- --- time ----------------------------------------------------------------------------------

local function days(year, month, day)
  local y = month <= 2 and year - 1 or year
  local era = y // 400
  local year_of_era = y - era * 400
  local day_of_year = (153 * (month + (month > 2 and -3 or 9)) + 2) // 5 + day - 1
  return era * 146097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719468
end

-- Milliseconds since 1970, or nil.
local function instant(text)
  local year, month, day, hour, minute, second, rest = text:match("^(%d%d%d%d)-(%d%d)-(%d%d)T(%d%d):(%d%d):(%d%d)(.*)$")
  if not year then
    return nil
  end
  local fraction, zone = rest:match("^%.(%d+)(.*)$")
  local sign, hours, minutes = (zone or rest):match("^([+-])(%d%d):?(%d%d)$")
  if not sign and (zone or rest) ~= "Z" then
    return nil
  end
  local seconds = days(year // 1, month // 1, day // 1) * 86400 + hour * 3600 + minute * 60 + second
  local offset = sign and (hours * 3600 + minutes * 60) * (sign == "+" and 1 or -1) or 0
  return (seconds - offset) * 1000 + math.tointeger(((fraction or "") .. "000"):sub(1, 3))
end

-- --- JSON ----------------------------------------------------------------------------------

local function quote(text)
  return '"' .. text:gsub('[%c"\\]', function(character)
    return string.format("\\u%04x", character:byte())
  end) .. '"'
end

local function object(pairs_of)
  local parts = {}
  for i = 1, #pairs_of, 2 do
    parts[#parts + 1] = quote(pairs_of[i]) .. ":" .. pairs_of[i + 1]
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

-- --- the log ---------------------------------------------------------------------------------

local function columns(header)
  local column = {}
  for i, name in ipairs(header) do
    column[name] = i
  end
  for _, name in ipairs({"case_id", "activity", "lifecycle", "timestamp", "resource", "group"}) do
    if not column[name] then
      stop(1, "there is no column " .. name)
    end
  end
  return column
end

local function command(number, record, event)
  local parts = {"key", quote("receipt-" .. number), "case", quote(record.case_id)}
  if event == "open" then
    table.move({"workflow", quote(WORKFLOW)}, 1, 2, #parts + 1, parts)
  end
  table.move({"event", quote(event)}, 1, 2, #parts + 1, parts)
  if record.group ~= "" and record.group ~= "EMPTY" then
    table.move({"data", object({"group", quote(record.group)})}, 1, 2, #parts + 1, parts)
  end
  if record.resource ~= "" then
    table.move({"actor", quote(record.resource)}, 1, 2, #parts + 1, parts)
  end
  table.move({"at", quote(record.timestamp)}, 1, 2, #parts + 1, parts)
  return object(parts)
end

local function read(text)
  local next_record = records(text)
  local column = columns((next_record()) or {})
  local list, number = {}, 0
  for fields, line in next_record do
    local record = {}
    for name, index in pairs(column) do
      record[name] = fields[index] or stop(line, "there is no " .. name)
    end
    number = number + 1
    if record.lifecycle == "complete" then
      local event = events[record.activity] or stop(line, "there is no event for " .. record.activity)
      local at = instant(record.timestamp) or stop(line, "this is no time: " .. record.timestamp)
      list[#list + 1] = {at = at, number = number, text = command(number, record, event)}
    end
  end
  return list
end

local list = read(io.read("a"))
table.sort(list, function(a, b)
  return a.at < b.at or a.at == b.at and a.number < b.number
end)
for _, one in ipairs(list) do
  io.write(one.text, "\n")
end

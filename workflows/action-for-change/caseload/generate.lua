-- Writes the synthetic caseload: lua5.4 generate.lua > caseload.jsonl
--
-- Nobody in it is real. It is shaped so that the report as at 31 January 2016 gives the figures that the service published; README.md says
-- which, and what is assumed. The same run gives the same bytes: the numbers come from the small generator below, never from the machine.

local LAST_DAY = "2016-01-29" -- nothing is later
local SERVICE = "action-for-change"

-- --- numbers -------------------------------------------------------------------------

local seed = 20140201
local function below(limit)
  seed = (seed * 1103515245 + 12345) % 2147483648
  return (seed >> 8) % limit
end

local function one_of(list)
  return list[below(#list) + 1]
end

-- The list in another order.
local function shuffled(list)
  local copy = table.move(list, 1, #list, 1, {})
  for i = #copy, 2, -1 do
    local j = below(i) + 1
    copy[i], copy[j] = copy[j], copy[i]
  end
  return copy
end

-- --- days: counted from 1970-01-01 ------------------------------------------------------

local function day_of(year, month, day)
  local y = month <= 2 and year - 1 or year
  local era = y // 400
  local year_of_era = y - era * 400
  local day_of_year = (153 * (month + (month > 2 and -3 or 9)) + 2) // 5 + day - 1
  return era * 146097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719468
end

local function civil(day)
  local z = day + 719468
  local era = z // 146097
  local doe = z - era * 146097
  local yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
  local doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
  local mp = (5 * doy + 2) // 153
  local month = mp + (mp < 10 and 3 or -9)
  return yoe + era * 400 + (month <= 2 and 1 or 0), month, doy - (153 * mp + 2) // 5 + 1
end

local function read_day(text)
  local year, month, day = text:match("^(%d+)-(%d+)-(%d+)$")
  return day_of(math.tointeger(year), math.tointeger(month), math.tointeger(day))
end

local function day_text(day)
  return string.format("%04d-%02d-%02d", civil(day))
end

local function add_months(day, months)
  local year, month, d = civil(day)
  local count = year * 12 + month - 1 + months
  year, month = count // 12, count % 12 + 1
  local days = day_of(month == 12 and year + 1 or year, month % 12 + 1, 1) - day_of(year, month, 1)
  return day_of(year, month, math.min(d, days))
end

local holidays = {}
for text in ([[2014-04-18 2014-04-21 2014-05-05 2014-05-26 2014-08-25 2014-12-25 2014-12-26 2015-01-01 2015-04-03 2015-04-06
    2015-05-04 2015-05-25 2015-08-31 2015-12-25 2015-12-28 2016-01-01]]):gmatch("%S+") do
  holidays[read_day(text)] = true
end

local function is_working(day)
  return (day + 3) % 7 < 5 and not holidays[day]
end

-- The working day at DAY, or the nearest in direction STEP.
local function working(day, step)
  while not is_working(day) do
    day = day + step
  end
  return day
end

-- --- lines -------------------------------------------------------------------------------

local function encode(value)
  if type(value) == "table" then
    if #value > 0 then
      local parts = {}
      for i, element in ipairs(value) do
        parts[i] = encode(element)
      end
      return "[" .. table.concat(parts, ",") .. "]"
    end
    local names, parts = {}, {}
    for name in pairs(value) do
      names[#names + 1] = name
    end
    table.sort(names)
    for i, name in ipairs(names) do
      parts[i] = encode(name) .. ":" .. encode(value[name])
    end
    return "{" .. table.concat(parts, ",") .. "}"
  end
  if type(value) == "string" then
    return '"' .. value:gsub('["\\]', "\\%0") .. '"'
  end
  return tostring(value)
end

local lines = {}

-- Appends a line to CASE on DAY; later than the case's line before it, within working hours, moved to the next day when that one is full.
local function happens(case, day, event, data, more)
  local minute = 9 * 60 + 15 * below(28)
  day = working(day, 1)
  if day < case.day then
    day = case.day
  end
  if day == case.day and minute <= case.minute then
    minute = case.minute + 15
  end
  if minute > 17 * 60 then
    day, minute = working(day + 1, 1), 9 * 60
  end
  assert(day <= read_day(LAST_DAY), case.name .. " goes on too long")
  case.day, case.minute, case.count = day, minute, case.count + 1
  more = more or {}
  local at = string.format("%sT%02d:%02d", day_text(day), minute // 60, minute % 60)
  local parts = {}
  local function add(name, value)
    if value ~= nil then
      parts[#parts + 1] = encode(name) .. ":" .. encode(value)
    end
  end
  add("key", string.format("caseload-%03d-%02d", case.number, case.count))
  add("case", case.name)
  add("workflow", event == "open" and SERVICE or nil)
  add("area", event == "open" and case.area or nil)
  add("event", event)
  add("of", more.of)
  add("data", data)
  add("actor", more.actor or case.worker or "lead-1")
  add("at", at)
  lines[#lines + 1] = {at = at, number = case.number, count = case.count, text = "{" .. table.concat(parts, ",") .. "}"}
  return day
end

-- --- who ---------------------------------------------------------------------------------

local boroughs = {"rbkc", "lbhf", "wcc"}
local areas = {"rbkc", "wcc", "lbhf", "rbkc", "lbhf", "rbkc", "wcc", "lbhf"}
local routes = {"social-work", "social-work", "professional", "social-work", "self", "social-work", "professional", "social-work"}
local referrers = {
  ["social-work"] = {"Children's social work, care proceedings", "Children's social work, permanence"},
  ["professional"] = {"Substance misuse service", "Housing", "Community mental health team", "Midwifery"},
}
local not_engaged = {[7] = "ineligible", [15] = "refused", [23] = "refused", [31] = "moved", [50] = "no-worker", [51] = "not-asked"}

local function new_case(number)
  local first, last = read_day("2014-02-10"), read_day("2016-01-19")
  local case = {
    number = number,
    name = string.format("AFC-%03d", number),
    area = areas[(number * 5 + number // 8) % #areas + 1],
    route = routes[number % #routes + 1],
    day = working(first + (last - first) * (number - 1) // 50, 1),
    minute = 0,
    count = 0,
    sits_out = not_engaged[number],
  }
  case.opened = case.day
  case.lives_in, case.removed_by = case.area, case.area
  if number % 8 == 3 then
    case.removed_by = boroughs[number % 3 + 1]
  end
  if case.sits_out == "ineligible" then
    case.area, case.route, case.lives_in, case.removed_by = "rbkc", "self", "elsewhere", "rbkc"
  elseif case.sits_out == "not-asked" then
    case.route = "professional"
  end
  return case
end

local cases, engaged = {}, {}
for number = 1, 51 do
  local case = new_case(number)
  cases[number] = case
  if not case.sits_out then
    engaged[#engaged + 1] = case
  end
end
assert(#engaged == 45)

-- Spread evenly: 29, 33 and 18 of the 45.
for i, case in ipairs(engaged) do
  case.substance = i * 29 % 45 < 29 and "current" or "none"
  case.mental_health = i * 33 % 45 < 33 and "untreated" or "none"
  case.domestic_abuse = i * 18 % 45 < 18
  case.ends = ({[2] = "goals-met", [3] = "goals-met", [5] = "disengaged", [6] = "goals-met", [9] = "goals-met", [12] = "moved",
                [14] = "goals-met", [19] = "disengaged", [24] = "withdrawn"})[i]
end
engaged[2].is_pregnant = true

-- --- the plan of each: when it is looked back on ------------------------------------------

local intervals = {rbkc = {months = 3}, wcc = {months = 3}, lbhf = {days = 84}}

local function next_due(case, day)
  local interval = intervals[case.area]
  return interval.days and day + interval.days or add_months(day, interval.months)
end

-- A review is held in the ten days before it is due, and now and then a few days late.
local function plan(case)
  case.met = working(case.opened + 5 + below(8), 1)
  case.begins = working(case.met + 1 + below(9), 1)
  case.reviews = {}
  local wanted = case.is_pregnant and 6 or case.ends == "goals-met" and 4 + below(2) or case.ends and 1 + below(2) or 99
  local day = case.met
  while #case.reviews < wanted do
    local due = next_due(case, day)
    day = below(8) == 0 and working(due + 1 + below(5), 1) or working(due - below(10), -1)
    if day > read_day("2016-01-28") then
      break
    end
    case.reviews[#case.reviews + 1] = day
  end
  assert(#case.reviews == wanted or not case.ends)
end

for _, case in ipairs(engaged) do
  plan(case)
end

-- COUNT of the engaged for whom HOLDS, in any order.
local function choose(count, holds)
  local fit = {}
  for _, case in ipairs(engaged) do
    if holds(case) then
      fit[#fit + 1] = case
    end
  end
  assert(#fit >= count, "too few have been reviewed")
  return table.move(shuffled(fit), 1, count, 1, {})
end

local function improve(field, count, holds)
  for _, case in ipairs(choose(count, function(case) return #case.reviews > 0 and holds(case) end)) do
    case[field] = 1 + below(#case.reviews) -- from which review on
  end
end

improve("substance_from", 7, function(case) return case.substance == "current" end)
improve("mental_health_from", 20, function(case) return case.mental_health == "untreated" end)
improve("domestic_abuse_until", 16, function(case) return case.domestic_abuse end)

local YEAR = read_day("2015-04-01")
for _, case in ipairs(choose(7, function(one)
  return not one.is_pregnant and one.ends == nil and #one.reviews > 1 and one.reviews[#one.reviews] >= YEAR
end)) do
  local fit = {}
  for i, day in ipairs(case.reviews) do
    if day >= YEAR then
      fit[#fit + 1] = i
    end
  end
  case.prevented_at = one_of(fit)
end

-- --- the stories ---------------------------------------------------------------------------

local function needs(case, review)
  local function from(field)
    return case[field] and review >= case[field]
  end
  return {
    substance = from("substance_from") and "reduced" or case.substance,
    mental_health = from("mental_health_from") and "in-services" or case.mental_health,
    domestic_abuse = case.domestic_abuse and not from("domestic_abuse_until"),
  }
end

local function refer(case)
  happens(case, case.opened, "open", {
    parent = string.format("Parent %03d (synthetic)", case.number),
    route = case.route,
    referrer = referrers[case.route] and one_of(referrers[case.route]) or nil,
    removed_by = case.removed_by,
    lives_in = case.lives_in,
    final_order = day_text(case.opened - 20 - below(70)),
  }, {actor = "lead-1"})
  happens(case, case.opened + 1, "task.decide.done")
end

local specialists = {
  ["addiction"] = {"worker-1", "worker-4"},
  ["parenting"] = {"worker-2"},
  ["domestic-violence"] = {"worker-3"},
}

local function meet(case, answers)
  answers.consent = answers.consent or "given"
  answers.safe_contact = answers.consent == "given" and one_of({"call", "text", "text", "email", "in-person"}) or nil
  happens(case, case.met or working(case.opened + 6, 1), "task.first-meeting.done", answers)
end

local function begin(case)
  local answers = needs(case, 0)
  answers.specialism = case.domestic_abuse and "domestic-violence" or case.substance == "current" and "addiction" or "parenting"
  meet(case, answers)
  local worker = one_of(specialists[answers.specialism])
  happens(case, case.met + 1, "allocate", {worker = worker})
  happens(case, case.begins, "engage")
  case.worker = worker
end

local goals = {
  "Keep the tenancy", "See the doctor about low mood", "Go to the drug and alcohol service", "Write to my child twice a year",
  "Get to every contact", "Sort out the benefits", "Register with a GP", "Know the signs of a harmful relationship",
  "Finish the parenting course", "Three months without using",
}

local function agree_goals(case, day)
  local first = below(#goals)
  local list = {}
  for i = 1, 2 + below(2) do
    list[i] = {goal = goals[(first + i * 3) % #goals + 1], reached = false}
  end
  case.goals = #list
  happens(case, day, "task.goals.done", {goals = list})
end

local function offer(case, day)
  if case.number % 3 == 0 then
    local therapy = case.substance == "current" and "addiction" or one_of({"cognitive", "family", "video"})
    happens(case, day, "task.therapy.added")
    happens(case, day + 7, "task.therapy.done", {therapy = therapy, taken = below(4) > 0})
  elseif case.number % 3 == 1 then
    happens(case, day, "task.programme.added")
    happens(case, day + 7, "task.programme.done", {programme = case.domestic_abuse and "freedom" or "strengthening", taken = true})
  end
end

local function session(case, day)
  local chance = below(100)
  local data = {attended = chance < 80 and "held" or chance < 92 and "missed" or "cancelled"}
  if data.attended == "held" then
    data.support = {one_of({"practical", "professional", "emotional"})}
  end
  happens(case, day, "task.session.done", data)
end

local function look_back(case, review, day)
  local data = needs(case, review)
  if case.prevented_at == review then
    data.prevented_on = day_text(day)
  end
  if case.ends == "goals-met" and review == #case.reviews then
    data.goals = {}
    for id = 1, case.goals do
      data.goals[id] = {id = id, reached = true}
    end
  end
  happens(case, day, "task.re-assess.done", data)
end

-- The pregnancy of the one: what happened, with the days on which it did.
local function pregnancy()
  local of = {of = "unborn/1"}
  return {
    {"2014-07-09", "pregnancy.recorded", {unborn = {{expected_date = "2015-02-10"}}}},
    {"2014-08-20", "date.moved", {expected_date = "2015-02-17"}, of},
    {"2014-11-05", "conference.held", {conference_date = "2014-11-05"}, of},
    {"2015-01-14", "task.birth-plan.done", nil, of},
    {"2015-02-16", "child.born", {birth_date = "2015-02-14", stays = true}, of},
    {"2015-02-25", "task.birth-review.done", nil, of},
    {"2015-03-18", "child.returned", {came_home = "2015-03-13"}},
  }
end

-- All that falls into the time in the service, in order of days.
local function serve(case)
  local diary = {}
  local function note(day, write)
    diary[#diary + 1] = {day = day, order = #diary, write = write}
  end
  local last_review = case.reviews[#case.reviews]
  local last = case.ends and last_review or read_day("2016-01-27")
  note(case.begins + 21, function(day) agree_goals(case, day) end)
  note(case.begins + 42 + below(30), function(day) offer(case, day) end)
  local day = case.begins
  for i = 1, 60 do
    day = day + (i <= 4 and 7 or 26 + below(5))
    note(day, function(on) session(case, on) end)
  end
  for i, on in ipairs(case.reviews) do
    note(on, function(at) look_back(case, i, at) end)
  end
  for _, one in ipairs(case.is_pregnant and pregnancy() or {}) do
    note(read_day(one[1]), function(on) happens(case, on, one[2], one[3], one[4]) end)
  end
  table.sort(diary, function(a, b) return a.day ~= b.day and a.day < b.day or a.day == b.day and a.order < b.order end)
  for _, entry in ipairs(diary) do
    if entry.day <= last and (case.ends or entry.day <= read_day("2016-01-18") or entry.day == last_review) then
      entry.write(entry.day)
    end
  end
end

local function close(case)
  happens(case, case.day + 2, "task.tell-referrer.done")
  happens(case, case.day + 4 + below(6), "close", nil, {actor = "lead-1"})
end

local function finish(case)
  if case.ends == "withdrawn" then
    happens(case, case.day + 6, "consent.withdrawn")
  else
    happens(case, case.day + 7, "end", {outcome = case.ends})
    if case.ends == "goals-met" then
      happens(case, case.day + 1, "task.last-look.added")
      happens(case, case.day + 3, "task.last-look.done", needs(case, #case.reviews))
    end
  end
  close(case)
end

local unmet = {
  ["ineligible"] = function(case)
    happens(case, case.opened + 2, "decline", {outcome = "ineligible"})
    close(case)
  end,
  ["refused"] = function(case)
    meet(case, {consent = "refused"})
    happens(case, case.day + 1, "decline", {outcome = "not-agreed"})
    close(case)
  end,
  ["moved"] = function(case)
    meet(case, {substance = "none", mental_health = "none", domestic_abuse = false, specialism = "parenting"})
    happens(case, case.day + 5, "address.changed", {lives_in = "elsewhere"})
    happens(case, case.day + 1, "decline", {outcome = "moved"})
    close(case)
  end,
  ["no-worker"] = function(case)
    meet(case, {substance = "none", mental_health = "none", domestic_abuse = false, specialism = "domestic-violence"})
    happens(case, case.day + 1, "task.keep-in-touch.added")
    happens(case, case.day + 8, "task.keep-in-touch.done")
  end,
  ["not-asked"] = function() end,
}

for _, case in ipairs(cases) do
  refer(case)
  if case.sits_out then
    unmet[case.sits_out](case)
  else
    begin(case)
    serve(case)
    if case.ends then
      finish(case)
    end
  end
end

table.sort(lines, function(a, b)
  if a.at ~= b.at then
    return a.at < b.at
  end
  return a.number ~= b.number and a.number < b.number or a.number == b.number and a.count < b.count
end)
for _, line in ipairs(lines) do
  io.write(line.text, "\n")
end

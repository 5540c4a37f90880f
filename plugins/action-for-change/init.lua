-- What all boroughs share. The plugin of the case's borough is asked first; what it leaves open is answered here.
-- README.md says what is sourced and what is illustrative.

-- A partner from its day on, and until the day before `until`, where that stands.
local partners = {
  rbkc = { from = date("2014-02-01") },
  lbhf = { from = date("2014-02-01") },
  wcc = { from = date("2014-02-01") },
}

-- The three ran their children's services together from the programme's first day until then.
local SHARED_UNTIL = date("2018-04-01")

local function is_partner(borough, day)
  local partner = partners[borough]
  return partner ~= nil and day >= partner.from and not (partner["until"] and day >= partner["until"])
end

-- Where the borough has no condition of its own: a child was removed by one of the partners, and the parent lives in one.
local function eligible(case)
  local lives_in, removed_by, day = case.data.lives_in, case.data.removed_by, case.opened or today
  if not lives_in then
    return false, "It is not recorded where the parent lives."
  end
  if not is_partner(lives_in, day) then
    return false, "The parent does not live in one of the three boroughs."
  end
  if not removed_by then
    return false, "It is not recorded which borough removed the child."
  end
  if not is_partner(removed_by, day) then
    return false, "The child was not removed by one of the three boroughs."
  end
  return true
end

return {
  rules = {
    eligible = eligible,
    partner = function(case, event, borough)
      return is_partner(borough or case.area, case.opened or today)
    end,
    shared_services = function(case)
      return (case.opened or today) < SHARED_UNTIL
    end,
  },
}

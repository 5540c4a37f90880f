-- Westminster: the parent lives in a borough that Westminster listed when the case was opened.
-- README.md says what is sourced and what is illustrative.

local PREGNANCY = 40 -- weeks, from which the expected date counts

-- Whom the council's page names, each list from its day on: the last one that had begun holds.
local lists = {
  { from = date("2014-02-01"), boroughs = { wcc = true, rbkc = true, lbhf = true } },
  { from = date("2018-04-01"), boroughs = { wcc = true, rbkc = true } },
}

local function listed(borough, day)
  local boroughs = {}
  for _, list in ipairs(lists) do
    if day >= list.from then
      boroughs = list.boroughs
    end
  end
  return boroughs[borough]
end

-- What is not recorded of the parent's home is said by the shared base (plugins/action-for-change).
local function eligible(case)
  local lives_in = case.data.lives_in
  if not lives_in then
    return nil
  end
  if not listed(lives_in, case.opened or today) then
    return false, "The parent does not live in a borough that Westminster lists."
  end
  return true
end

return {
  rules = {
    eligible = eligible,
    conference_before = weeks(PREGNANCY - settings.conference_week), -- illustrative
    specialist_days = settings.specialist_days, -- illustrative
    refer_to = "the online referral form", -- sourced
  },
}

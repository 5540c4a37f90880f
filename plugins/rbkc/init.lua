-- Kensington and Chelsea: a child was removed by one of the three boroughs, and the parent lives in one of them.
-- README.md says what is sourced and what is illustrative.

-- What is not recorded of the parent's home is said by the shared base (plugins/action-for-change).
local function eligible(case)
  local lives_in, removed_by = case.data.lives_in, case.data.removed_by
  if not lives_in then
    return nil
  end
  if not rules.partner(lives_in) then
    return false, "The parent does not live in one of the three boroughs."
  end
  if not removed_by then
    return false, "It is not recorded which borough removed the child."
  end
  if not rules.partner(removed_by) then
    return false, "The child was not removed by one of the three boroughs."
  end
end

return {
  rules = {
    eligible = eligible,
    review_every = duration(settings.review_every), -- illustrative
    specialist_days = settings.specialist_days, -- illustrative
    refer_to = settings.inbox, -- sourced
    -- Sourced: the emergency duty team answers from 5pm to 9am (calendars/rbkc.yaml), and on days that are not worked.
    out_of_hours = function()
      return not office_open()
    end,
  },
}
